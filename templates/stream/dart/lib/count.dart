import 'dart:convert';

import 'package:oche/oche.dart';

/// Server-sent events: a count every quarter of a second, `?to=` how far.
HttpStream count(HttpEvent event, LambdaContext context) {
  final to = int.tryParse(event.queryParameters['to'] ?? '') ?? 5;
  return HttpStream(_counts(to), contentType: 'text/event-stream');
}

Stream<List<int>> _counts(int to) async* {
  for (var count = 1; count <= to; count++) {
    if (count > 1) {
      await Future<void>.delayed(const Duration(milliseconds: 250));
    }
    yield utf8.encode('data: $count\n\n');
  }
}
