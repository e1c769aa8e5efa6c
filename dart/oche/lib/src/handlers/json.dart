import 'dart:async';
import 'dart:convert';

import '../context.dart';
import '../events/json.dart';
import '../events/lambda_event.dart';
import '../events/typed_json.dart';
import '../handler.dart';
import 'http.dart';

/// Lets `json` of `dart:convert`, which this package hands on, be called: `json(Order.fromJson, handle)`.
///
/// ```dart
/// Future<void> main() => serve({
///   'total': json(Order.fromJson, (order, context) => {'total': order.total}),
/// });
/// ```
extension JsonHandler on JsonCodec {
  /// Handles typed JSON, whose [fromJson] may be written by hand or generated.
  ///
  /// What is invoked with JSON gets it as [T], and returns JSON. A request over HTTP gets its body as [T]; the
  /// result is sent as by `onHttp`. JSON that does not fit names its place: a client is answered with
  /// status 400, `{"message":"body.items[1].price is missing or null"}`; an invocation without HTTP fails.
  ///
  /// ```dart
  /// Future<void> main() => serve(
  ///   json(Order.fromJson, (order, context) => {'total': order.total}),
  /// );
  /// ```
  LambdaHandler call<T>(
    T Function(JsonMap json) fromJson,
    FutureOr<Object?> Function(T value, LambdaContext context) handle,
  ) => (event, context) {
    final request = event is JsonMap ? HttpEvent.tryFromJson(event) : null;
    if (request == null) {
      return handle(typedOrFormatException(event, fromJson, 'event'), context);
    }
    return answerHttp(
      request,
      context,
      (request, context) => handle(request.bodyAs(fromJson), context),
    );
  };
}
