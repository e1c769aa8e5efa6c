import 'dart:async';
import 'dart:convert';
import 'dart:typed_data';

import 'package:oche/src/runtime/transport.dart';

/// What was posted.
final class Posted {
  Posted(this.path, this.headers, this.body, [this.trailers = const {}]);

  final String path;
  final Map<String, String> headers;
  final List<int> body;
  final Map<String, String> trailers;

  Object? get json => jsonDecode(utf8.decode(body));
}

/// A Runtime API without a socket: hands out what it is given and keeps what is posted.
final class FakeTransport implements Transport {
  final _invocations = <FutureOr<TransportResponse> Function()>[];
  final posts = <Posted>[];

  /// The answer to every post.
  TransportResponse Function(String path) answer = (_) =>
      TransportResponse(202, body: utf8.encode('{"status":"OK"}\n'));

  /// Hands out [event], as JSON, to the next request for an invocation.
  void invoke(
    Object? event, {
    String requestId = 'id-1',
    Map<String, String> headers = const {},
  }) => respond(
    () => invocation(utf8.encode(jsonEncode(event)), {
      'lambda-runtime-aws-request-id': requestId,
      ...headers,
    }),
  );

  /// Answers the next request for an invocation with what [next] returns or throws.
  void respond(FutureOr<TransportResponse> Function() next) =>
      _invocations.add(next);

  static TransportResponse invocation(
    Uint8List payload,
    Map<String, String> headers,
  ) => TransportResponse(200, headers: headers, body: payload);

  /// Once nothing is left, Lambda says that the container is broken: the loop has to end.
  @override
  Future<TransportResponse> get(String path) async => _invocations.isEmpty
      ? TransportResponse(500, body: utf8.encode('over'))
      : _invocations.removeAt(0)();

  @override
  Future<TransportResponse> post(
    String path, {
    required Map<String, String> headers,
    required List<int> body,
  }) async {
    posts.add(Posted(path, headers, body));
    return answer(path);
  }

  @override
  Future<TransportResponse> postStream(
    String path, {
    required Map<String, String> headers,
    required Stream<List<int>> body,
    required Map<String, String> Function() trailers,
  }) async {
    final bytes = [await for (final chunk in body) ...chunk];
    posts.add(Posted(path, headers, bytes, trailers()));
    return answer(path);
  }
}
