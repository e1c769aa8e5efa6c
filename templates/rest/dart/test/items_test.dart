import 'package:__PACKAGE_NAME__/items.dart';
import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

void main() {
  final handler = onHttp(items);

  test('the items are listed', () async {
    final outcome = await invoke(handler, HttpEvent.get('/items'));
    expect(outcome.statusCode, 200);
    expect(outcome.json, [
      {'id': '1', 'name': 'Board'},
      {'id': '2', 'name': 'Darts'},
    ]);
  });

  test('an item is found by its id, or is not there', () async {
    Future<InvocationOutcome> of(String id) => invoke(
      handler,
      HttpEvent.get('/items/$id', pathParameters: {'id': id}),
    );
    expect((await of('2')).json, {'id': '2', 'name': 'Darts'});
    expect((await of('9')).statusCode, 404);
  });

  test('a new item needs a name', () async {
    Future<InvocationOutcome> post(Object body) =>
        invoke(handler, HttpEvent.post('/items', json: body));
    expect((await post({'name': 'Oche'})).statusCode, 201);
    expect((await post({'name': 1})).statusCode, 400);
  });
}
