import 'dart:convert';

import 'package:oche/oche.dart' show serve;
import 'package:oche_shelf/oche_shelf.dart';
import 'package:shelf/shelf.dart';

Future<void> main() => serve(onShelf(app));

Future<Response> app(Request request) async =>
    switch ((request.method, request.url.path)) {
      ('GET', '') => _json({'message': 'Hello from shelf'}),
      ('GET', 'visits') => _visits(request),
      ('POST', 'upper') => Response.ok(
        (await request.readAsString()).toUpperCase(),
        headers: {'content-type': 'text/plain; charset=utf-8'},
      ),
      _ => Response.notFound('There is nothing here'),
    };

/// Counts visits in a cookie.
Response _visits(Request request) {
  final cookies = request.lambdaEvent?.cookies ?? const {};
  final visits = (int.tryParse(cookies['visits'] ?? '') ?? 0) + 1;
  return _json(
    {'visits': visits},
    headers: {
      'set-cookie': ['visits=$visits; Path=/; HttpOnly', 'seen=yes'],
    },
  );
}

Response _json(Object? value, {Map<String, Object> headers = const {}}) =>
    Response.ok(
      jsonEncode(value),
      headers: {'content-type': 'application/json', ...headers},
    );
