import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

enum _Size { small, large }

/// Written as json_serializable writes it.
final class _Item {
  _Item.fromJson(Map<String, dynamic> json)
    : name = json['name'] as String,
      price = (json['price'] as num).toDouble(),
      size = _Size.values.byName(json['size'] as String);

  final String name;
  final double price;
  final _Size size;
}

final class _Order {
  _Order.fromJson(Map<String, dynamic> json)
    : id = (json['id'] as num).toInt(),
      at = DateTime.parse(json['at'] as String),
      tags = (json['tags'] as List<dynamic>?)?.cast<String>().toList(),
      items = (json['items'] as List<dynamic>)
          .map((item) => _Item.fromJson(item as Map<String, dynamic>))
          .toList();

  final int id;
  final DateTime at;
  final List<String>? tags;
  final List<_Item> items;
}

Map<String, Object?> _order([Map<String, Object?> changes = const {}]) => {
  'id': 1,
  'at': '2026-11-27T00:00:00Z',
  'tags': ['a', 'b'],
  'items': [
    _item(),
    _item({'price': 2}),
  ],
  ...changes,
};

Map<String, Object?> _item([Map<String, Object?> changes = const {}]) => {
  'name': 'Apple',
  'price': 1.5,
  'size': 'small',
  ...changes,
};

void main() {
  test('a body that fits is read', () {
    final order = HttpEvent.post('/', json: _order()).bodyAs(_Order.fromJson);
    expect(order.id, 1);
    expect(order.at, DateTime.utc(2026, 11, 27));
    expect(order.tags, ['a', 'b']);
    expect([for (final item in order.items) item.price], [1.5, 2.0]);
    expect(
      [for (final item in order.items) item.size.name],
      ['small', 'small'],
    );
    expect(order.items.last.name, 'Apple');
  });

  test('one that does not is answered with 400 and the place', () async {
    final handler = onHttp((event, context) {
      final order = event.bodyAs(_Order.fromJson);
      return HttpReply.json(order.id);
    });
    final cases = <Object?, String>{
      _order({'id': 'x'}): 'body.id does not fit: it is text',
      _order({'id': null}): 'body.id is missing or null',
      _order({'at': 'today'}): 'body.at does not fit: it is text',
      _order({
        'tags': [1],
      }): 'body.tags[0] does not fit: it is a number',
      _order({'items': true}): 'body.items does not fit: it is a boolean',
      _order({
        'items': [_item(), <String, Object?>{}],
      }): 'body.items[1].name is missing or null',
      _order({
        'items': [
          _item({'size': 'huge'}),
        ],
      }): 'body.items[0].size does not fit: it is text',
      _order({
        'items': [<Object?>[]],
      }): 'body.items[0] does not fit: it is a list',
      <Object?>[]: 'the body is a list, not an object',
    };
    for (final MapEntry(key: json, value: message) in cases.entries) {
      final outcome = await invoke(handler, HttpEvent.post('/', json: json));
      expect(outcome.statusCode, 400, reason: message);
      expect(outcome.json, {'message': message});
      expect(outcome.logs.single, contains('WARN\tBad Request: $message'));
    }
  });

  test('a bug in what reads it is no fault of the client’s', () async {
    final outcome = await invoke(
      onHttp(
        (event, context) => event.bodyAs((json) => throw StateError('a bug')),
      ),
      HttpEvent.post('/', json: _order()),
    );
    expect(outcome.error?.message, 'Bad state: a bug');
  });

  test('a message is read in the same way', () {
    final [fits, other] = SqsEvent.of([
      _order(),
      _order({'id': true}),
    ]).records;
    expect(fits.bodyAs(_Order.fromJson).id, 1);
    expect(
      () => other.bodyAs(_Order.fromJson),
      throwsA(
        isA<FormatException>().having(
          (error) => error.message,
          'message',
          contains('body.id does not fit: it is a boolean'),
        ),
      ),
    );
  });
}
