import 'dart:async';

import 'context.dart';

/// Answers one invocation.
///
/// The event is decoded JSON. The result is what `jsonEncode` takes (maps, lists, objects with
/// `toJson`), or a `StreamedResult`; a stream of bytes is one too. Whatever is thrown is the invocation's
/// error.
typedef LambdaHandler =
    FutureOr<Object?> Function(Object? event, LambdaContext context);
