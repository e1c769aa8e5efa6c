import 'dart:convert';
import 'dart:typed_data';

import '../function_error.dart';
import '../response/streamed_result.dart';
import 'transport.dart';

/// Paths of the Runtime API; they stand here and nowhere else.
abstract final class RuntimePaths {
  static const _base = '/2018-06-01/runtime';

  static const next = '$_base/invocation/next';
  static const initError = '$_base/init/error';

  static String response(String requestId) =>
      '$_base/invocation/${Uri.encodeComponent(requestId)}/response';

  static String error(String requestId) =>
      '$_base/invocation/${Uri.encodeComponent(requestId)}/error';
}

/// Header names of the Runtime API, in lower case; they stand here and nowhere else.
abstract final class RuntimeHeaders {
  static const requestId = 'lambda-runtime-aws-request-id';
  static const deadlineMs = 'lambda-runtime-deadline-ms';
  static const functionArn = 'lambda-runtime-invoked-function-arn';
  static const traceId = 'lambda-runtime-trace-id';
  static const clientContext = 'lambda-runtime-client-context';
  static const cognitoIdentity = 'lambda-runtime-cognito-identity';
  static const tenantId = 'lambda-runtime-aws-tenant-id';

  /// Sent back on response and error, only if it was received (since July 2026).
  static const invocationId = 'lambda-runtime-invocation-id';

  static const functionErrorType = 'lambda-runtime-function-error-type';
  static const functionErrorBody = 'lambda-runtime-function-error-body';
  static const responseMode = 'lambda-runtime-function-response-mode';
}

/// What the Runtime API handed out.
final class Invocation {
  const Invocation({
    required this.requestId,
    required this.headers,
    required this.payload,
  });

  final String requestId;

  /// Names in lower case.
  final Map<String, String> headers;

  final Uint8List payload;

  /// The header's value; an empty one is an absent one.
  String? header(String name) {
    final value = headers[name];
    return value == null || value.isEmpty ? null : value;
  }
}

/// The Runtime API leaves no way to go on: the process has to end.
final class RuntimeApiFailure implements Exception {
  const RuntimeApiFailure(this.message);

  final String message;

  @override
  String toString() => message;
}

/// The Runtime API as one loop speaks it.
final class RuntimeApi {
  RuntimeApi(
    this._transport, {
    required void Function(String message) onTrouble,
    Future<void> Function(Duration duration) pause = Future<void>.delayed,
  }) : _onTrouble = onTrouble,
       _pause = pause;

  final Transport _transport;

  /// Told of an answer that is lost or refused although the process goes on.
  final void Function(String message) _onTrouble;

  final Future<void> Function(Duration duration) _pause;

  /// Pauses before asking for the next invocation again, in milliseconds.
  static const _retryPauses = [0, 10, 100, 500, 1000];

  /// A long poll that lived this long was no failed attempt.
  static const _longPoll = Duration(seconds: 1);

  /// Waits for an invocation, however long that takes. Throws a [RuntimeApiFailure].
  Future<Invocation> next() async {
    final response = await _poll();
    if (response.statusCode != 200) throw _refusal('next', response);
    final requestId = response.headers[RuntimeHeaders.requestId];
    if (requestId == null || requestId.isEmpty) {
      throw const RuntimeApiFailure(
        'next came without ${RuntimeHeaders.requestId}',
      );
    }
    return Invocation(
      requestId: requestId,
      headers: response.headers,
      payload: response.body,
    );
  }

  /// Posts a result, encoded as JSON. Throws a [RuntimeApiFailure].
  Future<void> respond(Invocation invocation, List<int> json) => _report(
    'response',
    _transport.post(
      RuntimePaths.response(invocation.requestId),
      headers: {'content-type': 'application/json', ..._echo(invocation)},
      body: json,
    ),
  );

  /// Posts a result as it comes; its failure in the middle goes into the trailers.
  ///
  /// [onFailure] is told of that failure. Throws a [RuntimeApiFailure].
  Future<void> respondStreaming(
    Invocation invocation,
    StreamedResult response, {
    required void Function(Object error, StackTrace stackTrace) onFailure,
  }) {
    FunctionError? failure;
    Stream<List<int>> body() async* {
      if (response.prelude.isNotEmpty) yield response.prelude;
      try {
        await for (final bytes in response.body) {
          yield bytes;
        }
      } catch (error, stackTrace) {
        failure = FunctionError.of(error, stackTrace);
        onFailure(error, stackTrace);
      }
    }

    return _report(
      'response',
      _transport.postStream(
        RuntimePaths.response(invocation.requestId),
        headers: {
          'content-type': response.contentType,
          RuntimeHeaders.responseMode: 'streaming',
          'trailer':
              '${RuntimeHeaders.functionErrorType}, '
              '${RuntimeHeaders.functionErrorBody}',
          ..._echo(invocation),
        },
        body: body(),
        trailers: () => _trailers(failure),
      ),
    );
  }

  /// Posts that the invocation failed. Throws a [RuntimeApiFailure].
  Future<void> fail(Invocation invocation, FunctionError error) => _report(
    'error',
    _postError(
      RuntimePaths.error(invocation.requestId),
      error,
      _echo(invocation),
    ),
  );

  /// Reports that the function cannot start; the process has to end afterwards.
  Future<void> initError(FunctionError error) => _report(
    'init/error',
    _postError(RuntimePaths.initError, error, const {}),
  );

  Future<TransportResponse> _poll() async {
    var attempt = 0;
    while (true) {
      final asked = Stopwatch()..start();
      try {
        return await _transport.get(RuntimePaths.next);
      } catch (error) {
        if (asked.elapsed >= _longPoll) attempt = 0;
        if (attempt >= _retryPauses.length) {
          throw RuntimeApiFailure('next failed: $error');
        }
        await _pause(Duration(milliseconds: _retryPauses[attempt]));
        attempt++;
      }
    }
  }

  Future<TransportResponse> _postError(
    String path,
    FunctionError error,
    Map<String, String> headers,
  ) => _transport.post(
    path,
    headers: {
      'content-type': 'application/json',
      RuntimeHeaders.functionErrorType: error.header,
      ...headers,
    },
    body: utf8.encode(jsonEncode(error)),
  );

  /// What was posted is never posted again: whether it arrived is not known.
  Future<void> _report(String what, Future<TransportResponse> posted) async {
    final TransportResponse response;
    try {
      response = await posted;
    } catch (error) {
      return _onTrouble('$what may be lost: $error');
    }
    final status = response.statusCode;
    if (status >= 200 && status < 300) return;
    final refusal = _refusal(what, response);
    // A container error: the runtime has to exit promptly. Everything else concerns this
    // invocation only.
    if (status >= 500) throw refusal;
    _onTrouble(refusal.message);
  }

  /// Sent back only where it was received: without it, Lambda checks nothing.
  static Map<String, String> _echo(Invocation invocation) {
    final id = invocation.header(RuntimeHeaders.invocationId);
    return id == null ? const {} : {RuntimeHeaders.invocationId: id};
  }

  static Map<String, String> _trailers(FunctionError? failure) =>
      failure == null
      ? const {}
      : {
          RuntimeHeaders.functionErrorType: failure.header,
          RuntimeHeaders.functionErrorBody: base64.encode(
            utf8.encode(jsonEncode(failure)),
          ),
        };

  static RuntimeApiFailure _refusal(String what, TransportResponse response) {
    final reason = utf8.decode(response.body, allowMalformed: true).trim();
    final text = reason.length > 500 ? reason.substring(0, 500) : reason;
    return RuntimeApiFailure(
      '$what was answered with ${response.statusCode}: $text',
    );
  }
}
