import 'dart:mirrors';

import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

import 'support/public_names.dart';

/// Of packages that a function imports beside this one, as far as a name like it might be wanted here.
const _taken = {
  // aws_client and its packages.
  'BadRequest', 'BadRequestException', 'HttpEndpoint', 'LogFormat', 'LogLevel',
  'Message', 'Record', 'ResponseStream', 'S3', 'Sqs', 'SQS', 'SNS',
  // http, shelf, dart_frog, serverpod
  'Client', 'Handler', 'Middleware', 'MultipartRequest', 'Pipeline', 'Request',
  'Response', 'Session', 'StreamedRequest', 'StreamedResponse',
  // logging
  'Level', 'LogRecord', 'Logger',
};

void main() {
  test(
    'no public name is one of Dart’s own, or of what is imported beside',
    () {
      // Used, so that their libraries are there to be looked at.
      expect({LambdaContext, InvocationOutcome}, hasLength(2));
      final libraries = currentMirrorSystem().libraries;
      final own = {
        for (final name in ['oche', 'testing'])
          ..._namesOf(exportedBy('package:oche/$name.dart')),
      };
      final others = {
        for (final MapEntry(:key, :value) in libraries.entries)
          if (key.scheme == 'dart' &&
              (!key.path.startsWith('_') || key.path == '_http'))
            ..._namesOf(publicIn(value)),
        ..._taken,
      };
      expect(own.contains('LambdaContext') && own.contains('invoke'), isTrue);
      expect(others.contains('HttpResponse'), isTrue);
      // It is that of dart:convert.
      expect(own.intersection(others), {'json'});
    },
  );
}

Set<String> _namesOf(Iterable<DeclarationMirror> declarations) => {
  for (final it in declarations) MirrorSystem.getName(it.simpleName),
};
