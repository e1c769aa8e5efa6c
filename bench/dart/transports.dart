// Carries the two calls of an invocation by each client in turn, in one virtual machine, and prints
// microseconds for each as JSON. Arguments: host:port, bytes, rounds, invocations a round,
// and how long the server's head of an event and its answer to a result are.
import 'dart:async';
import 'dart:convert';
import 'dart:io';
import 'dart:typed_data';

import 'package:oche/src/runtime/http/socket_transport.dart';
import 'package:oche/src/runtime/runtime_api.dart';

typedef Invocation = Future<void> Function();

Future<void> main(List<String> arguments) async {
  final [api, bytes, rounds, count, head, answer] = arguments;
  final body = Uint8List(int.parse(bytes))..fillRange(0, int.parse(bytes), 48);
  final clients = <String, Invocation>{
    'sockets alone': await socketsAlone(
      api,
      body,
      next: int.parse(head) + body.length,
      response: int.parse(answer),
    ),
    'Oche': transport(api, body),
    'HttpClient': httpClient(api, body),
  };
  final figures = {for (final name in clients.keys) name: <double>[]};
  // The first round is for the compiler.
  for (var round = 0; round <= int.parse(rounds); round++) {
    for (final MapEntry(key: name, value: invoke) in clients.entries) {
      final watch = Stopwatch()..start();
      for (var done = 0; done < int.parse(count); done++) {
        await invoke();
      }
      final each = watch.elapsedMicroseconds / int.parse(count);
      if (round > 0) figures[name]?.add(each);
    }
  }
  print(jsonEncode(figures));
  exit(0);
}

/// What Oche does.
Invocation transport(String api, Uint8List body) {
  final client = SocketTransport(api);
  return () async {
    final next = await client.get(RuntimePaths.next);
    if (next.body.length != body.length) throw StateError('another event');
    await client.post(
      RuntimePaths.response('id'),
      headers: const {'content-type': 'application/json'},
      body: body,
    );
  };
}

/// The client of the SDK, set up as the Runtime API needs it.
Invocation httpClient(String api, Uint8List body) {
  final client = HttpClient()..findProxy = null;
  Future<int> send(String method, String path, List<int> body) async {
    final request = await client.openUrl(method, Uri.parse('http://$api$path'));
    request.headers.removeAll(HttpHeaders.acceptEncodingHeader);
    if (body.isNotEmpty) {
      request.headers.set('content-type', 'application/json');
      request.contentLength = body.length;
      request.add(body);
    }
    final response = await request.close();
    final received = BytesBuilder(copy: false);
    await response.forEach(received.add);
    return received.takeBytes().length;
  }

  return () async {
    final length = await send('GET', RuntimePaths.next, const []);
    if (length != body.length) throw StateError('another event');
    await send('POST', RuntimePaths.response('id'), body);
  };
}

/// The floor: requests made beforehand, answers counted and not read.
Future<Invocation> socketsAlone(
  String api,
  Uint8List body, {
  required int next,
  required int response,
}) async {
  final [host, port] = api.split(':');
  final socket = await RawSocket.connect(host, int.parse(port));
  socket.setOption(SocketOption.tcpNoDelay, true);
  var left = 0;
  var unsent = Uint8List(0);
  var answered = Completer<void>();
  void send() {
    final written = socket.write(unsent);
    unsent = Uint8List.sublistView(unsent, written);
    if (unsent.isNotEmpty) socket.writeEventsEnabled = true;
  }

  socket.listen((event) {
    if (event == RawSocketEvent.write) return send();
    for (var bytes = socket.read(); bytes != null; bytes = socket.read()) {
      left -= bytes.length;
    }
    if (left == 0) answered.complete();
  });
  Future<void> exchange(Uint8List request, int answer) {
    answered = Completer<void>();
    left = answer;
    unsent = request;
    send();
    return answered.future;
  }

  final get = latin1.encode(
    'GET ${RuntimePaths.next} HTTP/1.1\r\nHost: $api\r\n\r\n',
  );
  final post = Uint8List.fromList([
    ...latin1.encode(
      'POST ${RuntimePaths.response('id')} HTTP/1.1\r\nHost: $api\r\n'
      'Content-Length: ${body.length}\r\n\r\n',
    ),
    ...body,
  ]);
  return () async {
    await exchange(get, next);
    await exchange(post, response);
  };
}
