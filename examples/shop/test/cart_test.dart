import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:shop/cart.dart';
import 'package:test/test.dart';

void main() {
  Future<InvocationOutcome> post(Object? body) =>
      invoke(onHttp(cart), HttpEvent.post('/cart', json: body));

  test('five or more of an item are a tenth cheaper', () async {
    final outcome = await post({
      'lines': [
        {'item': 'darts', 'count': 5},
        {'item': 'oche', 'count': 1},
      ],
    });
    expect(outcome.json, {'total': 12925});
  });

  test('a cart with what is not sold is a bad request', () async {
    final outcome = await post({
      'lines': [
        {'item': 'chalk', 'count': 1},
      ],
    });
    expect(outcome.statusCode, 400);
  });
}
