import 'package:dart_frog/dart_frog.dart';
import 'package:test/test.dart';

import '../routes/index.dart' as route;

final class _Context implements RequestContext {
  @override
  final Request request = Request.get(
    Uri.http('localhost', '/', {'name': 'Ada'}),
  );

  @override
  dynamic noSuchMethod(Invocation invocation) => super.noSuchMethod(invocation);
}

void main() {
  test('somebody is greeted by name', () async {
    final response = route.onRequest(_Context());
    expect(await response.json(), {'message': 'Hello, Ada!', 'path': '/'});
  });
}
