/// Runs a shelf application as an AWS Lambda function.
library;

export 'src/shelf_handler.dart' show LambdaRequest, shelfHandler;
export 'src/serve_shelf.dart';
