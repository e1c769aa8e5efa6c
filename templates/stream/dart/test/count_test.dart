import 'package:__PACKAGE_NAME__/count.dart';
import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

void main() {
  test('it counts as far as it is told', () async {
    final outcome = await invoke(onHttp(count), HttpEvent.get('/?to=2'));
    expect(outcome.body, 'data: 1\n\ndata: 2\n\n');
  });
}
