import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

import '../bin/hello.dart';

void main() {
  test('somebody is greeted by name', () async {
    final outcome = await invoke(
      onHttp(method),
      HttpEvent.get('/hello/Ada', pathParameters: {'name': 'Ada'}),
    );
    expect(outcome.statusCode, 200);
    expect(outcome.json, {
      'message': 'Hello, Ada!',
      'method': 'GET',
      'requestId': 'test',
    });
  });

  test('the world is greeted where there is no name', () {
    final reply = method(HttpEvent.get('/'), LambdaContext.fake());
    expect(reply.bodyJson, containsPair('message', 'Hello, world!'));
  });
}
