import 'dart:async';
import 'dart:convert';
import 'dart:io';

import 'package:shelf/shelf.dart';

/// The application that runs under `shelf_io` and under Oche: it tells what it was asked, and answers in
/// every way there is.
FutureOr<Response> app(Request request) =>
    switch (request.url.pathSegments.firstOrNull) {
      'echo' => _echo(request),
      'status' => Response(int.parse(request.url.pathSegments[1])),
      'text' => Response.ok('grün'),
      'html' => Response.ok(
        '<p>grün',
        headers: {'content-type': 'text/html; charset=utf-8'},
      ),
      'latin' => Response.ok(
        latin1.encode('grün'),
        headers: {'content-type': 'text/plain; charset=iso-8859-1'},
      ),
      'bytes' => Response.ok(
        [0, 128, 255, 10],
        headers: {'content-type': 'application/octet-stream'},
      ),
      'untyped' => Response.ok([0, 128, 255, 10]),
      'gzip' => Response.ok(
        gzip.encode(utf8.encode('compressed')),
        headers: {'content-type': 'text/plain', 'content-encoding': 'gzip'},
      ),
      'stream' => Response.ok(_pieces(), headers: {'content-type': 'text/csv'}),
      'cookies' => Response.ok(
        '{}',
        headers: {
          'content-type': 'application/json',
          'set-cookie': [
            'a=1; Path=/',
            'b=2; HttpOnly',
            'c=3; Expires=Thu, 01 Jan 2099 00:00:00 GMT',
          ],
        },
      ),
      'headers' => Response.ok(
        '',
        headers: {
          'ETag': '"abc"',
          'cache-control': 'no-store, private',
          'vary': ['accept', 'origin'],
          'x-many': ['1', '2'],
        },
      ),
      'redirect' => Response(303, headers: {'location': '/echo?again=1'}),
      'large' => Response.ok('0123456789abcdef' * 32768),
      'throws' => throw StateError('secret'),
      'throws-later' => Future.delayed(
        const Duration(milliseconds: 1),
        () => throw StateError('secret'),
      ),
      'left-behind' => _leavesBehind(),
      _ => Response.notFound('There is nothing here'),
    };

Future<Response> _echo(Request request) async {
  final body = <int>[];
  await request.read().forEach(body.addAll);
  final connection = request.context['shelf.io.connection_info'];
  return Response.ok(
    jsonEncode({
      'method': request.method,
      'path': request.requestedUri.path,
      'query': request.requestedUri.query,
      'parameters': request.requestedUri.queryParametersAll,
      'url': '${request.url}',
      'headers': {
        for (final name in _told)
          if (request.headers.containsKey(name)) name: request.headers[name],
      },
      'body': base64.encode(body),
      'client': (connection as HttpConnectionInfo?)?.remoteAddress.address,
    }),
    headers: {'content-type': 'application/json'},
  );
}

/// Those that a client sends, and an endpoint leaves.
const _told = ['accept', 'content-type', 'cookie', 'x-one', 'x-two'];

Stream<List<int>> _pieces() async* {
  for (var piece = 0; piece < 3; piece++) {
    yield utf8.encode('$piece,');
    await Future<void>.delayed(Duration.zero);
  }
}

Future<Response> _leavesBehind() async {
  unawaited(Future<void>.error(StateError('left behind')));
  await Future<void>.delayed(const Duration(milliseconds: 5));
  return Response.ok('answered');
}
