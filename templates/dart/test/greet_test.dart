import 'dart:convert';

import 'package:__PACKAGE_NAME__/greet.dart';
import 'package:oche/oche.dart';
import 'package:test/test.dart';

void main() {
  test('the handler greets by name', () {
    final event = HttpEvent.fromJson({
      'version': '2.0',
      'routeKey': r'$default',
      'rawPath': '/',
      'rawQueryString': 'name=Ada',
      'requestContext': {
        'http': {'method': 'GET'},
      },
    });
    final response = greet(event, LambdaContext(requestId: 'test'));
    expect(response.statusCode, 200);
    expect(jsonDecode(response.encodedBody.body), {
      'message': 'Hello, Ada!',
      'path': '/',
    });
  });
}
