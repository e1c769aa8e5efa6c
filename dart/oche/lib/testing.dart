/// Invokes handlers in tests as Lambda would, without a process.
library;

export 'src/testing/invoke.dart';
export 'src/testing/outcome.dart';
