/// AWS Lambda handlers in Dart: a client of the Lambda Runtime API, events and responses.
library;

export 'dart:convert' show json;

export 'src/batch_response.dart';
export 'src/context.dart' show LambdaContext;
export 'src/events/bad_request.dart' show HttpBadRequest;
export 'src/events/json.dart' show JsonMap;
export 'src/events/lambda_event.dart';
export 'src/handler.dart';
export 'src/handlers/any_event.dart';
export 'src/handlers/authorizer.dart' show AuthorizerDecision, onAuthorizer;
export 'src/handlers/batches.dart';
export 'src/handlers/cognito.dart';
export 'src/handlers/http.dart' show onHttp;
export 'src/handlers/json.dart';
export 'src/handlers/notices.dart';
export 'src/handlers/web_socket.dart' show onWebSocket;
export 'src/log.dart' show LambdaLogFormat, LambdaLogLevel, LambdaLogger;
export 'src/log_record.dart' show logRecord;
export 'src/log_uncaught.dart';
export 'src/response/http_reply.dart';
export 'src/response/streamed_result.dart' show StreamedResult;
export 'src/serve.dart';
