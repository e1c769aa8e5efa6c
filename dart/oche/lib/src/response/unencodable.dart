/// Where in [value], which is called [name], something is that `jsonEncode` refuses, and what to
/// do about it; null where there is nothing.
///
/// ```
/// result.items[0].at is a DateTime: return value.toUtc().toIso8601String()
/// ```
String? unencodable(Object? value, String name) =>
    _search(value, name, const []);

String? _search(Object? value, String path, List<Object> above) {
  if (value == null || value is String || value is bool || value is int) {
    return null;
  }
  if (value is double) {
    return value.isFinite
        ? null
        : '$path is $value, which JSON has no word for';
  }
  if (above.any((outer) => identical(outer, value))) {
    return '$path holds itself';
  }
  final outer = [...above, value];
  return switch (value) {
    List<Object?>() => _inList(value, path, outer),
    Map<Object?, Object?>() => _inMap(value, path, outer),
    _ => _inObject(value, path, outer),
  };
}

String? _inList(List<Object?> list, String path, List<Object> outer) {
  for (final (index, item) in list.indexed) {
    final found = _search(item, '$path[$index]', outer);
    if (found != null) return found;
  }
  return null;
}

String? _inMap(Map<Object?, Object?> map, String path, List<Object> outer) {
  for (final MapEntry(:key, :value) in map.entries) {
    if (key is! String) {
      return '$path has the key $key, which is ${_typeOf(key)}: keys of JSON are strings';
    }
    final found = _search(value, _member(path, key), outer);
    if (found != null) return found;
  }
  return null;
}

final _identifier = RegExp(r'^[A-Za-z_$][\w$]*$');

String _member(String path, String key) =>
    _identifier.hasMatch(key) ? '$path.$key' : "$path['$key']";

String? _inObject(Object object, String path, List<Object> outer) {
  final Object? inner;
  try {
    inner = (object as dynamic).toJson();
  } on NoSuchMethodError catch (error) {
    // Its own, or of something that its toJson calls.
    if ('$error'.contains("method 'toJson'")) {
      return '$path is ${_typeOf(object)}: ${_remedyFor(object)}';
    }
    return 'toJson() of $path, ${_typeOf(object)}, failed: $error';
  } catch (error) {
    return 'toJson() of $path, ${_typeOf(object)}, failed: $error';
  }
  return _search(inner, path, outer);
}

String _typeOf(Object? value) {
  final name = value is BigInt ? 'BigInt' : '${value.runtimeType}';
  final plain = name.startsWith('_') ? name.substring(1) : name;
  return '${RegExp('^[AEIOUaeiou]').hasMatch(plain) ? 'an' : 'a'} $plain';
}

String _remedyFor(Object value) => switch (value) {
  DateTime() => 'return value.toUtc().toIso8601String()',
  Duration() => 'return value.inMilliseconds',
  Enum() => 'return value.name',
  Uri() || BigInt() || RegExp() => 'return value.toString()',
  Iterable<Object?>() => 'return value.toList()',
  Future<Object?>() => 'await it',
  Stream<Object?>() =>
    'return a StreamedResult or an HttpStream of it, or await value.toList()',
  Function() => 'call it',
  _ => 'give it a method toJson()',
};
