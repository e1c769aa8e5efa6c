/// AWS Lambda handlers in Dart: a client of the Lambda Runtime API, events and responses.
library;

export 'src/context.dart' show LambdaContext;
export 'src/events/bad_request.dart' show BadRequestException;
export 'src/events/json.dart' show JsonMap;
export 'src/events/lambda_event.dart';
export 'src/handler.dart' show LambdaHandler;
export 'src/handlers.dart';
export 'src/log.dart' show LogFormat, LogLevel, Logger;
export 'src/log_uncaught.dart';
export 'src/response/api_gateway_response.dart';
export 'src/response/streamed_response.dart' show StreamedResponse;
export 'src/serve.dart';
