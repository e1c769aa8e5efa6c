/// Runs a shelf application as an AWS Lambda function.
library;

export 'src/on_shelf.dart' show LambdaRequest, onShelf;
