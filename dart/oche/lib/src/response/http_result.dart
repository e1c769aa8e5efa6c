import 'dart:convert';

import '../events/lambda_event.dart';
import 'api_gateway_response.dart';
import 'streamed_response.dart';

/// [response] in the shape that the endpoint of [event] expects.
Map<String, Object?> httpResult(HttpEvent event, ApiGatewayResponse response) {
  final (:body, :isBase64Encoded) = response.encodedBody;
  return {
    'statusCode': response.statusCode,
    ..._headerMembers(event, response),
    'body': body,
    'isBase64Encoded': isBase64Encoded,
  };
}

/// [response] with its metadata in front, for an endpoint that streams.
StreamedResponse httpStream(HttpEvent event, ApiGatewayStream response) {
  final metadata = {
    'statusCode': response.statusCode,
    ..._headerMembers(event, response),
  };
  return StreamedResponse(
    response.body,
    contentType: 'application/vnd.awslambda.http-integration-response',
    prelude: [...utf8.encode(jsonEncode(metadata)), ...List.filled(8, 0)],
  );
}

/// Header members of a result: cookies never fold into one line.
Map<String, Object?> _headerMembers(
  HttpEvent event,
  ApiGatewayResult response,
) {
  final cookies = response.headersAll['set-cookie'] ?? const <String>[];
  final headers = {
    for (final MapEntry(:key, :value) in response.headersAll.entries)
      if (key != 'set-cookie') key: value.join(', '),
  };
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
