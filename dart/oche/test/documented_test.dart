import 'dart:io';
import 'dart:mirrors';

import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

import 'support/public_names.dart';

void main() {
  test('every public name and member is documented', () {
    expect({LambdaContext, InvocationOutcome}, hasLength(2));
    final declarations = [
      for (final name in ['oche', 'testing'])
        for (final declaration in exportedBy('package:oche/$name.dart')) ...[
          declaration,
          if (declaration is ClassMirror)
            ...declaration.declarations.values.where(_isOwn),
        ],
    ];
    expect(declarations.length, greaterThan(200));
    expect(declarations.where(_isBare).map(_describe).toList(), isEmpty);
  });
}

bool _isOwn(DeclarationMirror member) {
  if (member.isPrivate) return false;
  if (member is MethodMirror) {
    if (member.isSynthetic) return false;
    if (member.isConstructor && _isPrivate(member.constructorName)) {
      return false;
    }
    // Its getter has it.
    if (member.isSetter) return false;
  }
  final name = MirrorSystem.getName(member.simpleName);
  if (name == 'values' || name == 'toString') return false;
  return !member.metadata.any((it) => it.reflectee == override);
}

bool _isPrivate(Symbol name) => MirrorSystem.getName(name).startsWith('_');

/// Lines of the files that were looked at.
final _lines = <Uri, List<String>>{};

/// Without a comment in front, over its annotations.
bool _isBare(DeclarationMirror declaration) {
  final location = declaration.location;
  if (location == null) return false;
  final uri = location.sourceUri;
  if (uri.scheme == 'dart') return false;
  final lines = _lines[uri] ??= File.fromUri(_fileOf(uri)).readAsLinesSync();
  var above = location.line - 2;
  while (above > 0 && lines[above].trim().startsWith('@')) {
    above--;
  }
  return !lines[above].trim().startsWith('///');
}

Uri _fileOf(Uri uri) => uri.scheme == 'package'
    ? Directory.current.uri.resolve('lib/${uri.pathSegments.skip(1).join('/')}')
    : uri;

String _describe(DeclarationMirror declaration) =>
    '${MirrorSystem.getName(declaration.qualifiedName)} '
    '(${declaration.location?.sourceUri.pathSegments.last}:${declaration.location?.line})';
