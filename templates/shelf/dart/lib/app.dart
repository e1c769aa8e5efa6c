import 'dart:convert';

import 'package:shelf/shelf.dart';

Response app(Request request) => switch ((request.method, request.url.path)) {
  ('GET', '') => _json({
    'message': 'Hello, ${request.url.queryParameters['name'] ?? 'world'}!',
    'path': '/',
  }),
  _ => Response.notFound('There is nothing here'),
};

Response _json(Object? value) => Response.ok(
  jsonEncode(value),
  headers: {'content-type': 'application/json'},
);
