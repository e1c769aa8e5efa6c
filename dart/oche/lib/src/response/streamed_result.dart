/// A result that goes out as it comes, to callers of InvokeWithResponseStream and to endpoints
/// that stream.
///
/// Where [body] fails in the middle, what has been sent stays sent, and the invocation is a failed
/// one.
///
/// ```dart
/// StreamedResult export(Object? event, LambdaContext context) =>
///     StreamedResult(File('/tmp/report.csv').openRead(), contentType: 'text/csv');
/// ```
final class StreamedResult {
  /// Sends [body] as it comes.
  const StreamedResult(
    this.body, {
    this.contentType = 'application/octet-stream',
    this.prelude = const [],
  });

  /// The bytes to send. The next piece is asked for once the last one is written.
  final Stream<List<int>> body;

  /// Type of the bytes, as callers of InvokeWithResponseStream see it; printable ASCII.
  final String contentType;

  /// Bytes in front of [body]: an endpoint's metadata.
  final List<int> prelude;
}
