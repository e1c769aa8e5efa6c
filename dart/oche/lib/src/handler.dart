import 'dart:async';

import 'context.dart';

/// Answers one invocation.
///
/// The event is decoded JSON. The result is what `jsonEncode` takes (maps, lists, objects with
/// `toJson`), or a `StreamedResult`; a stream of bytes is one too. Whatever is thrown is the invocation's
/// error.
///
/// ```dart
/// Object? add(Object? event, LambdaContext context) => switch (event) {
///   {'a': final num a, 'b': final num b} => {'sum': a + b},
///   _ => throw const FormatException('two numbers are added: {"a": 1, "b": 2}'),
/// };
///
/// Future<void> main() => serve(add);
/// ```
typedef LambdaHandler =
    FutureOr<Object?> Function(Object? event, LambdaContext context);
