import 'dart:async';
import 'dart:convert';

import '../context.dart';
import '../function_error.dart';
import '../handler.dart';
import '../log.dart';
import '../response/encode_json.dart';
import '../response/streamed_result.dart';
import 'environment.dart';
import 'guard.dart';
import 'invocation_context.dart';
import 'patience.dart';
import 'runtime_api.dart';

/// Answers invocations with one handler.
final class Invoker {
  Invoker(
    this.handler, {
    this.environment = const LambdaEnvironment(),
    this.logger = const LambdaLogger(),
    this.zone,
  });

  final LambdaHandler handler;
  final LambdaEnvironment environment;
  final LambdaLogger logger;

  /// The zone that handlers run inside of; by default the current one.
  final Zone? zone;

  final _patience = Patience();

  /// Answers one invocation after the other. Throws a [RuntimeApiFailure].
  Future<Never> poll(RuntimeApi api) async {
    while (true) {
      await answer(api, await api.next());
    }
  }

  /// Runs one invocation and posts what came of it. Throws a [RuntimeApiFailure].
  Future<void> answer(RuntimeApi api, Invocation invocation) async {
    final log = logger.forInvocation(
      invocation.requestId,
      tenantId: invocation.header(RuntimeHeaders.tenantId),
    );
    await _patience.during(
      () => _answer(api, invocation, log),
      deadline: deadlineOf(invocation),
      log: log,
    );
  }

  Future<void> _answer(
    RuntimeApi api,
    Invocation invocation,
    LambdaLogger log,
  ) async {
    final Object? result;
    final List<int> json;
    try {
      result = await _outcome(invocation, log);
      json = result is StreamedResult ? const [] : encodeJson(result, 'result');
    } catch (error, stackTrace) {
      log.error('Invoke Error', error: error, stackTrace: stackTrace);
      return api.fail(invocation, FunctionError.of(error, stackTrace));
    }
    if (result is! StreamedResult) return api.respond(invocation, json);
    return api.respondStreaming(
      invocation,
      result,
      onFailure: (error, stackTrace) =>
          log.error('Stream Error', error: error, stackTrace: stackTrace),
    );
  }

  Future<Object?> _outcome(Invocation invocation, LambdaLogger log) {
    final context = contextOf(invocation, environment, log);
    final event = _decode(invocation.payload);
    return guard(
      () async {
        final result = await handler(event, context);
        return switch (result) {
          StreamedResult() => _bound(result),
          Stream<List<int>>() => _bound(StreamedResult(result)),
          _ => result,
        };
      },
      onStray: (error, stackTrace) =>
          log.error('Unhandled Error', error: error, stackTrace: stackTrace),
      onPrint: log.printed,
      inside: zone,
      values: {currentKey: context},
    );
  }

  static final _headerValue = RegExp(r'^[\t\x20-\x7e]+$');

  /// The same, with its body made in the handler's zone.
  static StreamedResult _bound(StreamedResult response) {
    final type = response.contentType;
    // It becomes a header line of the answer: a line break in it would begin another.
    if (!_headerValue.hasMatch(type)) {
      throw RuntimeFault.marshal(
        'The content type of the stream is not a header value: '
        '${jsonEncode(type)}',
      );
    }
    return StreamedResult(
      bindToZone(response.body),
      contentType: type,
      prelude: response.prelude,
    );
  }

  /// In one pass, without a string of the whole event.
  static final _json = utf8.decoder.fuse(json.decoder);

  static Object? _decode(List<int> payload) {
    try {
      return _json.convert(payload);
    } on FormatException catch (error) {
      throw RuntimeFault.unmarshal('The event is not JSON: ${error.message}');
    }
  }
}
