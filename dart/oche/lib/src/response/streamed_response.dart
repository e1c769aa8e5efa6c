/// A result that goes out as it comes, to callers of InvokeWithResponseStream and to front doors
/// that stream.
///
/// Where [body] fails in the middle, what has been sent stays sent, and the invocation is a failed
/// one.
final class StreamedResponse {
  const StreamedResponse(
    this.body, {
    this.contentType = 'application/octet-stream',
    this.prelude = const [],
  });

  final Stream<List<int>> body;
  final String contentType;

  /// Bytes in front of [body]: a front door's metadata.
  final List<int> prelude;
}
