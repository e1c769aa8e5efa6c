/// What a failure is to whoever invoked the function; it reaches them verbatim.
final class FunctionError {
  const FunctionError({
    required this.errorType,
    required this.errorMessage,
    this.stackTrace = const [],
  });

  /// Describes whatever was thrown, even what has no text.
  factory FunctionError.of(Object error, StackTrace stackTrace) {
    final type = error is RuntimeFault ? error.type : _typeOf(error);
    return FunctionError(
      errorType: type,
      errorMessage: _messageOf(error, type),
      stackTrace: _linesOf(stackTrace),
    );
  }

  final String errorType;
  final String errorMessage;
  final List<String> stackTrace;

  Map<String, Object?> toJson() => {
    'errorType': errorType,
    'errorMessage': errorMessage,
    'stackTrace': stackTrace,
  };

  /// Value of `Lambda-Runtime-Function-Error-Type`: Lambda takes `Runtime.Xyz` and `Function.Xyz`
  /// and makes `Unknown` of anything else, so that a `StateError` goes as `Function.StateError`.
  String get header {
    if (_prefixed.hasMatch(errorType)) return errorType;
    return _plain.hasMatch(errorType)
        ? 'Function.$errorType'
        : 'Function.Unknown';
  }

  static final _prefixed = RegExp(r'^(Runtime|Function)\.[A-Z][a-zA-Z]+$');
  static final _plain = RegExp(r'^[A-Z][a-zA-Z]+$');

  /// `Exception('…')` makes a `_Exception`, a failing cast a `_TypeError`.
  static String _typeOf(Object error) {
    final name = '${error.runtimeType}';
    return name.startsWith('_') ? name.substring(1) : name;
  }

  /// The text without the type in front, which is told on its own.
  static String _messageOf(Object error, String type) {
    final text = _textOf(error) ?? 'The error cannot be read';
    final prefix = '$type: ';
    return text.startsWith(prefix) ? text.substring(prefix.length) : text;
  }

  static List<String> _linesOf(StackTrace stackTrace) {
    final text = _textOf(stackTrace)?.trimRight() ?? '';
    return text.isEmpty ? const [] : text.split('\n');
  }

  /// Null where its own `toString` fails.
  static String? _textOf(Object value) {
    try {
      return '$value';
    } catch (_) {
      return null;
    }
  }
}

/// A failure that the runtime itself finds, with the type that AWS's own runtimes give it.
final class RuntimeFault implements Exception {
  const RuntimeFault(this.type, this.message);

  const RuntimeFault.handlerNotFound(String message)
    : this('Runtime.HandlerNotFound', message);

  /// The event, or the client context, is not what it should be.
  const RuntimeFault.unmarshal(String message)
    : this('Runtime.UnmarshalError', message);

  /// The result cannot be JSON.
  const RuntimeFault.marshal(String message)
    : this('Runtime.MarshalError', message);

  /// The event is of another source than the handler takes.
  const RuntimeFault.unexpectedEvent(String message)
    : this('Runtime.UnexpectedEvent', message);

  const RuntimeFault.notHttp(String message)
    : this('Runtime.NotAnHttpEvent', message);

  final String type;
  final String message;

  @override
  String toString() => message;
}
