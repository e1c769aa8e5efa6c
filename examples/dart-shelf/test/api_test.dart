import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:oche_shelf/oche_shelf.dart';
import 'package:test/test.dart';

import '../bin/api.dart';

void main() {
  final handler = onShelf(app);

  for (final endpoint in LambdaEndpoint.values) {
    test('visits are counted in a cookie behind ${endpoint.name}', () async {
      final outcome = await invoke(
        handler,
        HttpEvent.get(
          '/visits',
          headers: {'cookie': 'visits=2'},
          endpoint: endpoint,
        ),
      );
      expect(outcome.json, {'visits': 3});
      expect(outcome.cookies, ['visits=3; Path=/; HttpOnly', 'seen=yes']);
    });
  }

  test('text is written in capitals', () async {
    final outcome = await invoke(
      handler,
      HttpEvent.post('/upper', body: 'grün'),
    );
    expect(outcome.body, 'GRÜN');
  });

  test('there is nothing elsewhere', () async {
    final outcome = await invoke(handler, HttpEvent.get('/elsewhere'));
    expect(outcome.statusCode, 404);
  });
}
