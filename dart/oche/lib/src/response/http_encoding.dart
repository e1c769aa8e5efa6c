import 'dart:async';
import 'dart:convert';
import 'dart:io' show Platform;
import 'dart:typed_data';

import '../events/lambda_event.dart';
import '../runtime/environment.dart';
import 'http_reply.dart';
import 'streamed_result.dart';

/// [result] of a handler as an HTTP response.
HttpResult httpResultOf(Object? result) => switch (result) {
  final HttpResult response => response,
  final Stream<List<int>> body => HttpStream(body),
  null => HttpReply(204),
  final value => HttpReply.json(value),
};

/// [response] in the shape that the endpoint of [event] takes.
///
/// [streaming] says whether that is set to stream: events do not tell, the configuration does, by a
/// variable.
FutureOr<Object> encodedFor(
  HttpEvent event,
  HttpResult response, {
  bool? streaming,
}) {
  final streams = (streaming ?? _endpointStreams) && _mayStream(event);
  return switch (response) {
    // Without metadata in front the client would get the envelope itself.
    HttpReply() when streams => _streamed(event, response, _bodyOf(response)),
    HttpStream(:final body) when streams => _streamed(event, response, body),
    HttpReply() => _whole(event, response),
    HttpStream() => _gathered(event, response),
  };
}

bool get _endpointStreams =>
    Platform.environment[LambdaEnvironment.responseStreamingName] == 'true';

/// Whether an endpoint that is set to stream may have sent this: HTTP APIs and load balancers cannot. A
/// Function URL behind a domain of the user's own looks like an HTTP API.
bool _mayStream(HttpEvent event) => switch (event) {
  FunctionUrlEvent() || RestApiEvent() => true,
  HttpApiEvent(:final requestContext) =>
    !(requestContext.domainName ?? '').contains('.execute-api.'),
  HttpApiV1Event() || AlbEvent() => false,
};

Map<String, Object?> _whole(HttpEvent event, HttpReply response) {
  final (:body, :isBase64Encoded) = response.encodedBody;
  return {
    'statusCode': response.statusCode,
    ..._headerMembers(event, response),
    'body': body,
    'isBase64Encoded': isBase64Encoded,
  };
}

Stream<List<int>> _bodyOf(HttpReply reply) {
  final bytes = reply.bodyBytes;
  return bytes.isEmpty ? const Stream.empty() : Stream.value(bytes);
}

/// With its metadata in front.
StreamedResult _streamed(
  HttpEvent event,
  HttpResult response,
  Stream<List<int>> body,
) {
  final metadata = {
    'statusCode': response.statusCode,
    ..._headerMembers(event, response),
  };
  return StreamedResult(
    body,
    contentType: 'application/vnd.awslambda.http-integration-response',
    prelude: [...utf8.encode(jsonEncode(metadata)), ...List.filled(8, 0)],
  );
}

/// An endpoint that cannot stream would take metadata and body for one text.
Future<Object> _gathered(HttpEvent event, HttpStream stream) async {
  final body = BytesBuilder(copy: false);
  await stream.body.forEach(body.add);
  return _whole(
    event,
    HttpReply.bytes(
      body.takeBytes(),
      statusCode: stream.statusCode,
      contentType: null,
      headersAll: stream.headersAll,
    ),
  );
}

/// Header members of a result: cookies never fold into one line.
Map<String, Object?> _headerMembers(HttpEvent event, HttpResult response) {
  final HttpResult(:cookies, :headers) = response;
  return switch (event) {
    AlbEvent(isMultiValue: true) => {
      'multiValueHeaders': {
        for (final MapEntry(:key, :value) in headers.entries) key: [value],
        if (cookies.isNotEmpty) 'set-cookie': cookies,
      },
    },
    AlbEvent() => {
      'headers': {...headers, ..._differentlySpelt('set-cookie', cookies)},
    },
    PayloadV1Event() => {
      'headers': headers,
      if (cookies.isNotEmpty) 'multiValueHeaders': {'set-cookie': cookies},
    },
    PayloadV2Event() => {
      'headers': headers,
      if (cookies.isNotEmpty) 'cookies': cookies,
    },
  };
}

/// ALB without multi-value headers takes one value a name, and tells names apart by their
/// spelling: each further cookie gets a spelling of its own.
Map<String, String> _differentlySpelt(String name, List<String> values) => {
  for (final (index, value) in values.indexed) _spelling(name, index): value,
};

String _spelling(String name, int variant) {
  var bit = 0;
  return name.replaceAllMapped(RegExp('[a-z]'), (match) {
    final letter = match.group(0) ?? '';
    return variant & (1 << bit++) == 0 ? letter : letter.toUpperCase();
  });
}
