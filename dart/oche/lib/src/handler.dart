import 'dart:async';

import 'context.dart';
import 'function_error.dart';

/// Answers one invocation.
///
/// The event is decoded JSON. The result is what `jsonEncode` takes (maps, lists, objects with
/// `toJson`), or a `StreamedResponse`; a stream of bytes is one too. Whatever is thrown is the invocation's error.
typedef LambdaHandler =
    FutureOr<Object?> Function(Object? event, LambdaContext context);

/// Settings that say "the handler" to whoever deploys, rather than one of several.
final _placeholder = RegExp(r'^(|bootstrap|provided|(.*\.)?handler)$');

/// The handler that the function's handler setting, [name], picks; a single one needs no name.
///
/// Throws a [RuntimeFault] that lists the names there are where none is picked.
LambdaHandler resolveHandler(Map<String, LambdaHandler> handlers, String name) {
  final named = handlers[name];
  if (named != null) return named;
  final chosen = !_placeholder.hasMatch(name);
  if (!chosen && handlers.length == 1) return handlers.values.single;
  final problem = switch (chosen) {
    true => 'No handler is called "$name"',
    false when handlers.isEmpty => 'There is no handler',
    false => 'Several handlers, and none is chosen',
  };
  final names = handlers.isEmpty ? 'nothing' : handlers.keys.join(', ');
  throw RuntimeFault.handlerNotFound(
    "$problem: set the function's handler (_HANDLER) to one of $names",
  );
}
