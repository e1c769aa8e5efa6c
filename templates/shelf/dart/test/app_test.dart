import 'package:__PACKAGE_NAME__/app.dart';
import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:oche_shelf/oche_shelf.dart';
import 'package:test/test.dart';

void main() {
  test('somebody is greeted by name', () async {
    final outcome = await invoke(onShelf(app), HttpEvent.get('/?name=Ada'));
    expect(outcome.statusCode, 200);
    expect(outcome.json, {'message': 'Hello, Ada!', 'path': '/'});
  });

  test('there is nothing elsewhere', () async {
    final outcome = await invoke(onShelf(app), HttpEvent.get('/elsewhere'));
    expect(outcome.statusCode, 404);
  });
}
