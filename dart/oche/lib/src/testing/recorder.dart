import 'dart:convert';
import 'dart:typed_data';

import '../runtime/runtime_api.dart';
import '../runtime/transport.dart';
import 'outcome.dart';

/// A Runtime API that keeps what one invocation posts.
final class Recorder implements Transport {
  Uint8List payload = Uint8List(0);
  bool isStreamed = false;
  InvocationError? error;

  @override
  Future<TransportResponse> get(String path) =>
      throw UnsupportedError('one invocation asks for no other');

  @override
  Future<TransportResponse> post(
    String path, {
    required Map<String, String> headers,
    required List<int> body,
  }) async {
    if (headers.containsKey(RuntimeHeaders.functionErrorType)) {
      error = _errorOf(utf8.decode(body));
    } else {
      payload = Uint8List.fromList(body);
    }
    return TransportResponse(202);
  }

  @override
  Future<TransportResponse> postStream(
    String path, {
    required Map<String, String> headers,
    required Stream<List<int>> body,
    required Map<String, String> Function() trailers,
  }) async {
    isStreamed = true;
    final sent = BytesBuilder();
    await body.forEach(sent.add);
    payload = sent.takeBytes();
    final failure = trailers()[RuntimeHeaders.functionErrorBody];
    if (failure != null) error = _errorOf(utf8.decode(base64.decode(failure)));
    return TransportResponse(202);
  }

  static InvocationError _errorOf(String json) {
    final failure = jsonDecode(json) as Map<String, Object?>;
    return InvocationError(
      failure['errorType'] as String,
      failure['errorMessage'] as String,
      (failure['stackTrace'] as List<Object?>).cast<String>(),
    );
  }
}
