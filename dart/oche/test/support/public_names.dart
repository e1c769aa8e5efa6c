import 'dart:mirrors';

/// What those who import the library at [uri] see; it has to be imported already.
Iterable<DeclarationMirror> exportedBy(String uri) sync* {
  final library = currentMirrorSystem().libraries[Uri.parse(uri)]!;
  for (final dependency in library.libraryDependencies) {
    if (dependency.isExport) yield* _shown(dependency);
  }
}

Iterable<DeclarationMirror> _shown(LibraryDependencyMirror dependency) {
  final public = publicIn(dependency.targetLibrary!);
  final shown = {
    for (final combinator in dependency.combinators)
      if (combinator.isShow) ...combinator.identifiers,
  };
  return shown.isEmpty
      ? public
      : public.where((it) => shown.contains(it.simpleName));
}

/// What [library] itself declares for others.
Iterable<DeclarationMirror> publicIn(LibraryMirror library) =>
    library.declarations.values.where((it) => !it.isPrivate);
