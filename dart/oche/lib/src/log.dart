import 'dart:async';
import 'dart:convert';

import 'function_error.dart';

/// How log lines look, as the function's logging configuration says.
///
/// ```dart
/// const logger = LambdaLogger(format: LambdaLogFormat.json);
/// logger.info({'orderId': 42});
/// ```
enum LambdaLogFormat {
  /// Time, request id, level and message, with tabs between; a line break inside is a carriage
  /// return.
  text,

  /// An object a line.
  json,
}

/// How serious a log line is; `AWS_LAMBDA_LOG_LEVEL` names the least serious one that is written.
///
/// ```dart
/// context.log.log(LambdaLogLevel.debug, 'read from the cache');
/// ```
enum LambdaLogLevel {
  /// Everything there is.
  trace,

  /// Of use while a fault is looked for.
  debug,

  /// What happens as it should; where JSON logs begin unless a level is set.
  info,

  /// Unusual, and dealt with.
  warn,

  /// Failed, such as an invocation.
  error,

  /// The process cannot go on.
  fatal;

  /// The level called [name], in any case, or [otherwise].
  static LambdaLogLevel parse(
    String? name, {
    required LambdaLogLevel otherwise,
  }) {
    final wanted = name?.toLowerCase();
    for (final level in values) {
      if (level.name == wanted) return level;
    }
    return otherwise;
  }
}

/// Writes log lines as Lambda's logging configuration wants them.
///
/// A handler gets one with its `LambdaContext`, which knows the request id.
///
/// ```dart
/// context.log.info({'orderId': 42});
/// context.log.warn('slow', error: error, stackTrace: stackTrace);
/// ```
final class LambdaLogger {
  /// A logger whose lines go to `write`, which is `print` unless told otherwise.
  const LambdaLogger({
    this.format = LambdaLogFormat.text,
    this.level = LambdaLogLevel.trace,
    this.requestId,
    this.tenantId,
    void Function(String line) write = _print,
  }) : _write = write;

  /// Whether lines are text or JSON.
  final LambdaLogFormat format;

  /// The least serious level that is written.
  final LambdaLogLevel level;

  /// The invocation that lines belong to.
  final String? requestId;

  /// The tenant that lines belong to, in JSON, under tenant isolation.
  final String? tenantId;
  final void Function(String line) _write;

  /// The same logger for one invocation.
  LambdaLogger forInvocation(String requestId, {String? tenantId}) =>
      LambdaLogger(
        format: format,
        level: level,
        requestId: requestId,
        tenantId: tenantId,
        write: _write,
      );

  /// Writes [message] at TRACE, see [log].
  void trace(Object? message) => log(LambdaLogLevel.trace, message);

  /// Writes [message] at DEBUG, see [log].
  void debug(Object? message) => log(LambdaLogLevel.debug, message);

  /// Writes [message] at INFO, see [log].
  void info(Object? message) => log(LambdaLogLevel.info, message);

  /// Writes [message] at WARN, see [log].
  void warn(Object? message, {Object? error, StackTrace? stackTrace}) =>
      log(LambdaLogLevel.warn, message, error: error, stackTrace: stackTrace);

  /// Writes [message] at ERROR, with type, message and stack of [error].
  void error(Object? message, {Object? error, StackTrace? stackTrace}) =>
      log(LambdaLogLevel.error, message, error: error, stackTrace: stackTrace);

  /// Writes [message] at FATAL, with type, message and stack of [error].
  void fatal(Object? message, {Object? error, StackTrace? stackTrace}) =>
      log(LambdaLogLevel.fatal, message, error: error, stackTrace: stackTrace);

  /// Writes [message]; in JSON a map or a list stays one, with objects by their `toJson`, anything
  /// else becomes text. [name] says which part of the program it comes from.
  void log(
    LambdaLogLevel level,
    Object? message, {
    Object? error,
    StackTrace? stackTrace,
    String? name,
  }) {
    if (level.index < this.level.index) return;
    final failure = error == null
        ? null
        : FunctionError.of(error, stackTrace ?? StackTrace.empty);
    _write(
      format == LambdaLogFormat.json
          ? _json(level, message, failure, name)
          : _text(level, message, failure, name),
    );
  }

  /// Writes [line] of a `print`: as it is in text, as a JSON line at INFO in JSON.
  void printed(String line) {
    if (format == LambdaLogFormat.text) {
      _write(line);
    } else {
      info(line);
    }
  }

  String _text(
    LambdaLogLevel level,
    Object? message,
    FunctionError? failure,
    String? name,
  ) {
    final head = [
      DateTime.now().toUtc().toIso8601String(),
      requestId ?? '-',
      level.name.toUpperCase(),
      if (name == null || name.isEmpty)
        _textOf(message)
      else
        '$name: ${_textOf(message)}',
    ].join('\t');
    final text = failure == null
        ? head
        : [
            '$head: ${failure.errorType}: ${failure.errorMessage}',
            ...failure.stackTrace,
          ].join('\n');
    // A line feed would begin another event of CloudWatch.
    return text.replaceAll('\n', '\r');
  }

  String _json(
    LambdaLogLevel level,
    Object? message,
    FunctionError? failure,
    String? name,
  ) {
    final line = <String, Object?>{
      'timestamp': DateTime.now().toUtc().toIso8601String(),
      'level': level.name.toUpperCase(),
    };
    if (requestId != null) line['requestId'] = requestId;
    if (tenantId != null) line['tenantId'] = tenantId;
    if (name != null && name.isNotEmpty) line['logger'] = name;
    line['message'] =
        message is Map<Object?, Object?> || message is List<Object?>
        ? message
        : _textOf(message);
    if (failure != null) line.addAll(failure.toJson());
    return _encode(line) ?? jsonEncode(line..['message'] = _textOf(message));
  }

  /// Null where the values hold themselves, or one cannot be read.
  static String? _encode(Map<String, Object?> line) {
    try {
      return jsonEncode(line, toEncodable: _encodable);
    } on JsonUnsupportedObjectError {
      return null;
    }
  }

  /// What is not JSON and has no `toJson` is written as text.
  static Object? _encodable(dynamic value) {
    try {
      return value.toJson();
    } on NoSuchMethodError {
      return '$value';
    }
  }

  /// A message that cannot be read is no reason for the invocation to fail.
  static String _textOf(Object? message) {
    try {
      return '$message';
    } catch (_) {
      return 'The message cannot be read';
    }
  }
}

/// `print` is synchronous, `stdout.writeln` is not: lines written before the environment freezes
/// or the process exits are not lost. Outside of every zone, so that no override sees its own line.
void _print(String line) => Zone.root.print(line);
