import 'package:__PACKAGE_NAME__/greet.dart';
import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

void main() {
  test('the handler greets by name', () async {
    final outcome = await invoke(onHttp(greet), HttpEvent.get('/?name=Ada'));
    expect(outcome.statusCode, 200);
    expect(outcome.json, {'message': 'Hello, Ada!', 'path': '/'});
  });
}
