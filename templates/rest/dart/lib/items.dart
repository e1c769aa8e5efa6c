import 'package:oche/oche.dart';

const _items = [
  {'id': '1', 'name': 'Board'},
  {'id': '2', 'name': 'Darts'},
];

HttpReply items(HttpEvent event, LambdaContext context) =>
    switch ((event.method, event.pathParameters['id'])) {
      ('GET', null) => HttpReply.json(_items),
      ('GET', final id) => _itemOf(id),
      ('POST', null) => _newItem(event),
      _ => _message(404, 'there is nothing here'),
    };

HttpReply _itemOf(String? id) {
  final found = _items.where((item) => item['id'] == id).firstOrNull;
  return found == null
      ? _message(404, 'there is no such item')
      : HttpReply.json(found);
}

HttpReply _newItem(HttpEvent event) => switch (event.bodyJson) {
  {'name': final String name} => HttpReply.json({
    'id': '3',
    'name': name,
  }, statusCode: 201),
  _ => _message(400, 'an item needs a name'),
};

HttpReply _message(int statusCode, String message) =>
    HttpReply.json({'message': message}, statusCode: statusCode);
