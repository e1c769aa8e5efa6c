/// A JSON object, as `jsonDecode` gives it.
///
/// ```dart
/// JsonMap answer() => {'id': 42, 'tags': ['new']};
/// ```
typedef JsonMap = Map<String, Object?>;

/// The member [name], null where it is absent or null.
///
/// Throws a [FormatException] where it is of another type than [T].
T? optional<T extends Object>(JsonMap json, String name) =>
    switch (json[name]) {
      null => null,
      final T value => value,
      final other => throw FormatException(
        'the event\'s "$name" is ${other.runtimeType}, not $T',
      ),
    };

/// The member [name]. Throws a [FormatException] where it is absent or of another type than [T].
T required<T extends Object>(JsonMap json, String name) =>
    optional<T>(json, name) ??
    (throw FormatException('the event has no "$name"'));

/// An object of strings; empty where it is absent. Members that are not strings are left out.
Map<String, String> strings(JsonMap json, String name) => {
  for (final MapEntry(:key, :value) in _members(json, name))
    if (value is String) key: value,
};

/// An object of lists of strings; null where it is absent.
Map<String, List<String>>? stringLists(JsonMap json, String name) =>
    json[name] == null
    ? null
    : {
        for (final MapEntry(:key, :value) in _members(json, name))
          if (value is List<Object?>) key: value.whereType<String>().toList(),
      };

/// A list of strings; empty where it is absent.
List<String> stringList(JsonMap json, String name) => [
  ...?optional<List<Object?>>(json, name)?.whereType<String>(),
];

/// A list of objects. Throws a [FormatException] where it is absent.
Iterable<JsonMap> objects(JsonMap json, String name) =>
    required<List<Object?>>(json, name).whereType<JsonMap>();

Iterable<MapEntry<String, Object?>> _members(JsonMap json, String name) =>
    (optional<JsonMap>(json, name) ?? const {}).entries;
