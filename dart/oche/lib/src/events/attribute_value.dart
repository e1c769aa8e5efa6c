import 'dart:convert';
import 'dart:typed_data';

import 'json.dart';

/// An item of DynamoDB as plain values. Throws a [FormatException] where a type is unknown.
JsonMap itemValues(JsonMap item) => {
  for (final MapEntry(:key, :value) in item.entries) key: _value(value),
};

Object? _value(Object? attribute) => switch (attribute) {
  {'S': final String text} => text,
  {'N': final String number} => _number(number),
  {'BOOL': final bool it} => it,
  {'NULL': _} => null,
  {'B': final String bytes} => base64.decode(bytes),
  {'L': final List<Object?> items} => items.map(_value).toList(),
  {'M': final JsonMap members} => itemValues(members),
  {'SS': final List<Object?> texts} => texts.whereType<String>().toList(),
  {'NS': final List<Object?> numbers} =>
    numbers.whereType<String>().map(_number).toList(),
  {'BS': final List<Object?> all} =>
    all.whereType<String>().map(base64.decode).toList(),
  _ => throw FormatException('an attribute is $attribute'),
};

num _number(String text) => int.tryParse(text) ?? double.parse(text);

/// Plain values as DynamoDB writes them. Throws an [ArgumentError] where one has no place there.
JsonMap itemAttributes(JsonMap values) => {
  for (final MapEntry(:key, :value) in values.entries) key: _attribute(value),
};

JsonMap _attribute(Object? value) => switch (value) {
  null => {'NULL': true},
  bool() => {'BOOL': value},
  num() => {'N': '$value'},
  String() => {'S': value},
  Uint8List() => {'B': base64.encode(value)},
  List<Object?>() => {'L': value.map(_attribute).toList()},
  JsonMap() => {'M': itemAttributes(value)},
  _ => throw ArgumentError.value(value, 'value', 'no attribute of DynamoDB'),
};
