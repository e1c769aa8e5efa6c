import 'dart:typed_data';

/// An answer of the Runtime API, read whole.
final class TransportResponse {
  TransportResponse(this.statusCode, {this.headers = const {}, Uint8List? body})
    : body = body ?? Uint8List(0);

  final int statusCode;

  /// Names in lower case.
  final Map<String, String> headers;

  final Uint8List body;
}

/// Carries requests to the Runtime API. Everything thrown means that no whole answer came.
abstract interface class Transport {
  /// Waits for the answer however long it takes.
  Future<TransportResponse> get(String path);

  Future<TransportResponse> post(
    String path, {
    required Map<String, String> headers,
    required List<int> body,
  });

  /// Sends [body] in chunks as it comes, then what [trailers] returns.
  ///
  /// [body] must not fail.
  Future<TransportResponse> postStream(
    String path, {
    required Map<String, String> headers,
    required Stream<List<int>> body,
    required Map<String, String> Function() trailers,
  });
}
