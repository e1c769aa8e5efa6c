/// The part of `package:shelf` that Oche's adapter uses, for machines that cannot reach pub.dev.
///
/// Written after shelf's documentation: it shows that the adapter fits these signatures, and runs
/// its tests. The package itself is what the public workflow tests with.
library;

import 'dart:async';
import 'dart:convert';

typedef Handler = FutureOr<Response> Function(Request request);

const _wasRead = Object();

abstract class Message {
  Message(
    Object? body, {
    Map<String, Object>? headers,
    Map<String, Object>? context,
  }) : _body = switch (body) {
         null => const <int>[],
         String() => utf8.encode(body),
         List<int>() => body,
         Stream<List<int>>() => body,
         _ => throw ArgumentError(
           'Response body "$body" must be a String or a Stream.',
         ),
       },
       context = Map.unmodifiable(context ?? const {}),
       headersAll = Map.unmodifiable({
         for (final MapEntry(:key, :value) in (headers ?? const {}).entries)
           key.toLowerCase(): switch (value) {
             String() => [value],
             List<String>() => value,
             _ => throw ArgumentError(
               'Expected String or List<String>, got: `$value`.',
             ),
           },
       }) {
    final body = _body;
    isEmpty = body is List<int> && body.isEmpty;
  }

  Object _body;

  /// In shelf, names are looked up in any case.
  final Map<String, List<String>> headersAll;

  final Map<String, Object> context;

  Map<String, String> get headers => {
    for (final MapEntry(:key, :value) in headersAll.entries)
      key: value.join(','),
  };

  /// Also once the body was read.
  late final bool isEmpty;

  Stream<List<int>> read() {
    final body = _body;
    if (body == _wasRead) {
      throw StateError("The 'read' method can only be called once.");
    }
    _body = _wasRead;
    return body is Stream<List<int>> ? body : Stream.value(body as List<int>);
  }

  Future<String> readAsString([Encoding? encoding]) =>
      (encoding ?? utf8).decodeStream(read());
}

class Request extends Message {
  Request(
    this.method,
    this.requestedUri, {
    super.headers,
    Object? body,
    super.context,
  }) : super(body) {
    if (method.isEmpty) {
      throw ArgumentError.value(method, 'method', 'cannot be empty.');
    }
    try {
      requestedUri.pathSegments;
      requestedUri.queryParametersAll;
    } on FormatException catch (error) {
      throw ArgumentError.value(
        requestedUri,
        'requestedUri',
        'URI parsing failed: $error',
      );
    }
    if (!requestedUri.isAbsolute) {
      throw ArgumentError.value(
        requestedUri,
        'requestedUri',
        'must be an absolute URL.',
      );
    }
  }

  final String method;
  final Uri requestedUri;

  Uri get url =>
      Uri(path: requestedUri.path.substring(1), query: requestedUri.query);
}

class Response extends Message {
  Response(this.statusCode, {Object? body, super.headers, super.context})
    : super(body);

  Response.ok(super.body, {super.headers, super.context}) : statusCode = 200;

  Response.notFound(super.body, {super.headers, super.context})
    : statusCode = 404;

  final int statusCode;
}

typedef Middleware = Handler Function(Handler innerHandler);

class Pipeline {
  const Pipeline() : _inner = null, _middleware = null;

  const Pipeline._(Pipeline this._inner, Middleware this._middleware);

  final Pipeline? _inner;
  final Middleware? _middleware;

  Pipeline addMiddleware(Middleware middleware) => Pipeline._(this, middleware);

  Handler addHandler(Handler handler) {
    final wrapped = _middleware?.call(handler) ?? handler;
    return _inner?.addHandler(wrapped) ?? wrapped;
  }
}

Middleware logRequests() =>
    (innerHandler) => (request) async {
      final response = await innerHandler(request);
      print('${request.method} ${response.statusCode} ${request.requestedUri}');
      return response;
    };
