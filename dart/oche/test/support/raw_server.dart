import 'dart:async';
import 'dart:convert';
import 'dart:io';
import 'dart:math';
import 'dart:typed_data';

/// What a server does with one request.
enum Fate {
  /// Answers, in pieces of any size.
  answers,

  /// Answers before the body has come.
  answersEarly,

  /// Answers, and closes the connection, as it says.
  answersAndCloses,

  /// Answers, and closes the connection although it says nothing of that.
  answersAndLeaves,

  /// Ends the connection somewhere in the answer.
  cuts,

  /// Breaks the connection somewhere in the answer.
  breaks,

  /// Ends the connection before anything is answered.
  leaves,

  /// Answers what is not HTTP.
  mumbles;

  /// Whether the client gets its answer for sure.
  bool get answersWhole => index <= answersAndLeaves.index;

  /// Whether the connection goes on: otherwise the next request may find it closed too late.
  bool get keepsConnection => index <= answersAndCloses.index;
}

/// A server of sockets alone, whose answers are cut anywhere. Each says which request it belongs to.
final class RawServer {
  RawServer._(this._server, this._random) {
    _server.listen((socket) => unawaited(_serve(socket)));
  }

  static Future<RawServer> start(Random random) async => RawServer._(
    await ServerSocket.bind(InternetAddress.loopbackIPv4, 0),
    random,
  );

  final ServerSocket _server;
  final Random _random;

  /// What happens to the next request.
  Fate fate = Fate.answers;

  String get address => '127.0.0.1:${_server.port}';

  Future<void> close() => _server.close();

  Future<void> _serve(Socket socket) async {
    socket.setOption(SocketOption.tcpNoDelay, true);
    // The client may be gone first.
    socket.done.ignore();
    var received = '';
    var isAnswered = false;
    try {
      await for (final bytes in socket) {
        received += latin1.decode(bytes);
        while (received.isNotEmpty) {
          final end = _endOf(received);
          if (!isAnswered &&
              (end != null ||
                  fate == Fate.answersEarly && received.contains(_headEnd))) {
            isAnswered = true;
            if (!await _answer(socket, received.split(' ')[1])) return;
          }
          if (end == null) break;
          received = received.substring(end);
          isAnswered = false;
        }
      }
    } on SocketException {
      // So it is.
    }
  }

  static const _headEnd = '\r\n\r\n';

  /// Where the first of the requests ends; null where more of it has to come.
  static int? _endOf(String requests) {
    final headEnd = requests.indexOf(_headEnd);
    if (headEnd < 0) return null;
    final body = headEnd + _headEnd.length;
    final head = requests.substring(0, body);
    if (head.contains('Transfer-Encoding: chunked')) {
      final last = requests.indexOf('0$_headEnd', body);
      return last < 0 ? null : last + 1 + _headEnd.length;
    }
    final length = RegExp(r'Content-Length: (\d+)').firstMatch(head)?.group(1);
    final end = body + int.parse(length ?? '0');
    return end > requests.length ? null : end;
  }

  /// Returns whether another request is taken.
  Future<bool> _answer(Socket socket, String path) async {
    final fate = this.fate;
    final all = _response(path, closes: fate == Fate.answersAndCloses);
    final sent = switch (fate) {
      Fate.cuts || Fate.breaks => all.sublist(0, _random.nextInt(all.length)),
      Fate.leaves => const <int>[],
      Fate.mumbles => latin1.encode('SSH-2.0-$path\r\n\r\n'),
      _ => all,
    };
    var at = 0;
    while (at < sent.length) {
      final end = min(sent.length, at + 1 + _random.nextInt(120));
      socket.add(Uint8List.fromList(sent.sublist(at, end)));
      await socket.flush();
      if (_random.nextBool()) await Future<void>.delayed(Duration.zero);
      at = end;
    }
    if (fate == Fate.answers || fate == Fate.answersEarly) return true;
    if (fate == Fate.breaks) {
      socket.destroy();
    } else {
      await socket.close();
    }
    return false;
  }

  List<int> _response(String path, {required bool closes}) {
    final body = latin1.encode(path * (1 + _random.nextInt(40)));
    final framing = _random.nextInt(closes ? 3 : 2);
    return [
      ...latin1.encode('HTTP/1.1 200 OK\r\nX-Path: $path\r\n'),
      if (closes) ...latin1.encode('Connection: close\r\n'),
      ...switch (framing) {
        0 => [
          ...latin1.encode('Content-Length: ${body.length}\r\n\r\n'),
          ...body,
        ],
        1 => [
          ...latin1.encode('Transfer-Encoding: chunked\r\n\r\n'),
          for (final half in _halves(body)) ...[
            ...latin1.encode('${half.length.toRadixString(16)}\r\n'),
            ...half,
            13,
            10,
          ],
          ...latin1.encode('0\r\n\r\n'),
        ],
        // It ends with the connection.
        _ => [13, 10, ...body],
      },
    ];
  }

  List<List<int>> _halves(List<int> body) {
    final cut = 1 + _random.nextInt(body.length - 1);
    return [body.sublist(0, cut), body.sublist(cut)];
  }
}
