import 'dart:async';
import 'dart:io';
import 'dart:typed_data';

import '../transport.dart';
import 'connection.dart';
import 'request.dart';

/// The Runtime API over HTTP/1.1: every loop finds the connection that it used before.
final class SocketTransport implements Transport {
  /// [api] is host and port, as in `AWS_LAMBDA_RUNTIME_API`.
  SocketTransport(String api) : _base = Uri.parse('http://$api');

  final Uri _base;

  /// Those that wait for a request, and all there are.
  final _idle = <Connection>[];
  final _all = <Connection>{};

  /// A body up to this size goes out with its head: to copy it costs less than a second write.
  static const _smallBody = 512 * 1024;

  @override
  Future<TransportResponse> get(String path) => _exchange((connection) async {
    await connection.write(getRequest(path, host: _base.authority));
    return true;
  });

  @override
  Future<TransportResponse> post(
    String path, {
    required Map<String, String> headers,
    required List<int> body,
  }) {
    final head = requestHead(
      path,
      host: _base.authority,
      headers: headers,
      length: body.length,
    );
    return _exchange((connection) async {
      if (body.length <= _smallBody) {
        await connection.write(_joined(head, body));
        return true;
      }
      await connection.write(head);
      await connection.write(
        body is Uint8List ? body : Uint8List.fromList(body),
      );
      return true;
    });
  }

  @override
  Future<TransportResponse> postStream(
    String path, {
    required Map<String, String> headers,
    required Stream<List<int>> body,
    required Map<String, String> Function() trailers,
  }) {
    final chunks = StreamIterator(body);
    var isAnswered = false;
    final head = chunkedRequestHead(
      path,
      host: _base.authority,
      headers: headers,
    );
    return _exchange(
      (connection) async {
        await connection.write(head);
        while (await chunks.moveNext()) {
          if (chunks.current.isEmpty) continue;
          await connection.write(encodeChunk(chunks.current));
        }
        if (isAnswered) return false;
        await connection.write(encodeTrailers(trailers()));
        return true;
      },
      onAnswer: () {
        isAnswered = true;
        // Refused in the middle: nobody reads the rest, however long it lets wait for itself.
        chunks.cancel().ignore();
      },
    );
  }

  /// Drops what is under way.
  void close() {
    for (final connection in _all) {
      connection.close();
    }
  }

  /// Sends by [send], which tells whether that was all of the request, and waits for the answer, which may come
  /// before all is sent: what is left is not sent then, and the connection ends.
  Future<TransportResponse> _exchange(
    Future<bool> Function(Connection connection) send, {
    void Function()? onAnswer,
  }) async {
    final connection = await _take();
    var isSent = false;
    final answer = connection.answer().whenComplete(() => onAnswer?.call());
    // Looked at below; its failure before that is not an unhandled one.
    answer.ignore();
    final sending = send(connection).then((isWhole) => isSent = isWhole);
    try {
      await Future.any([sending, answer]);
      return await answer;
    } on SocketException {
      // The connection was closed in the middle: the answer says why, if it came.
      return await answer;
    } finally {
      sending.ignore();
      _giveBack(connection, isWhole: isSent);
    }
  }

  Future<Connection> _take() async {
    while (_idle.isNotEmpty) {
      final connection = _idle.removeLast();
      if (connection.isIdle) return connection;
      _all.remove(connection);
    }
    final connection = await Connection.open(_base.host, _base.port);
    _all.add(connection);
    return connection;
  }

  void _giveBack(Connection connection, {required bool isWhole}) {
    if (isWhole && connection.isIdle) {
      _idle.add(connection);
    } else {
      connection.close();
      _all.remove(connection);
    }
  }

  static Uint8List _joined(Uint8List head, List<int> body) =>
      Uint8List(head.length + body.length)
        ..setRange(0, head.length, head)
        ..setRange(head.length, head.length + body.length, body);
}
