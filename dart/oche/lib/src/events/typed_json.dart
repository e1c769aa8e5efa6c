import 'dart:collection';

import 'json.dart';

/// What [fromJson] makes of [value], decoded JSON that is called [name].
///
/// Where [fromJson] takes it to be something else, what [refuse] returns is thrown: it gets the place
/// that was read last, and the reason. Errors that tell of a bug in [fromJson] itself pass through.
T readTyped<T>(
  Object? value,
  T Function(JsonMap json) fromJson, {
  required String name,
  required Exception Function(String message, Object? cause) refuse,
}) {
  if (value is! JsonMap) {
    throw refuse('the $name is ${_kindOf(value)}, not an object', null);
  }
  final trail = _Trail(name, value);
  try {
    return fromJson(_TrackedMap(value, name, trail));
  } catch (error) {
    // A cast, a number or a name that is none: what was read is not what it should be.
    if (error is! Exception && error is! TypeError && error is! ArgumentError) {
      rethrow;
    }
    throw refuse('${trail.place} ${_fault(trail.value)}', error);
  }
}

/// What [fromJson] makes of [value]; a [FormatException] names the place in [name] that does not fit.
T typedOrFormatException<T>(
  Object? value,
  T Function(JsonMap json) fromJson,
  String name,
) => readTyped(
  value,
  fromJson,
  name: name,
  refuse: (message, cause) =>
      FormatException(cause == null ? message : '$message ($cause)'),
);

String _fault(Object? value) => value == null
    ? 'is missing or null'
    : 'does not fit: it is ${_kindOf(value)}';

String _kindOf(Object? value) => switch (value) {
  null => 'null',
  bool() => 'a boolean',
  num() => 'a number',
  String() => 'text',
  List<Object?>() => 'a list',
  _ => 'an object',
};

/// Where JSON was read last.
final class _Trail {
  _Trail(this.place, this.value);

  String place;
  Object? value;

  /// [value] at [place], which leaves its own trail where it has parts.
  Object? read(String place, Object? value) {
    this.place = place;
    this.value = value;
    return switch (value) {
      final JsonMap map => _TrackedMap(map, place, this),
      final List<Object?> list => _TrackedList(list, place, this),
      _ => value,
    };
  }
}

/// `Map<String, dynamic>`, as `jsonDecode` gives it: what generated code casts to.
final class _TrackedMap extends MapBase<String, dynamic> {
  _TrackedMap(this._map, this._place, this._trail);

  final JsonMap _map;
  final String _place;
  final _Trail _trail;

  @override
  dynamic operator [](Object? key) =>
      _trail.read(key is String ? '$_place.$key' : _place, _map[key]);

  @override
  void operator []=(String key, dynamic value) => _map[key] = value;

  @override
  Iterable<String> get keys => _map.keys;

  @override
  void clear() => _map.clear();

  @override
  dynamic remove(Object? key) => _map.remove(key);
}

final class _TrackedList extends ListBase<dynamic> {
  _TrackedList(this._list, this._place, this._trail);

  final List<Object?> _list;
  final String _place;
  final _Trail _trail;

  @override
  dynamic operator [](int index) =>
      _trail.read('$_place[$index]', _list[index]);

  @override
  void operator []=(int index, dynamic value) => _list[index] = value;

  @override
  int get length => _list.length;

  @override
  set length(int length) => _list.length = length;

  @override
  void add(dynamic element) => _list.add(element);
}
