import 'dart:convert';

import 'package:__PACKAGE_NAME__/greet.dart';
import 'package:oche/oche.dart';
import 'package:test/test.dart';

void main() {
  test('the handler greets by name', () {
    final event = HttpEvent.fromJson({
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
