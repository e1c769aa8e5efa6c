import 'dart:convert';

import 'package:oche/oche.dart';
import 'package:oche/src/function_error.dart';
import 'package:oche/src/response/encode_json.dart';
import 'package:test/test.dart';

enum _Colour { red }

final class _Order {
  const _Order(this.json);

  final Object? json;

  Object? toJson() => json;
}

final class _Broken {
  Object? toJson() => throw StateError('no');
}

Matcher _refusal(String message) => throwsA(
  isA<RuntimeFault>()
      .having((fault) => fault.type, 'type', 'Runtime.MarshalError')
      .having((fault) => fault.message, 'message', message),
);

void main() {
  test('a large result is the same JSON, in UTF-8', () {
    final value = [
      for (var item = 0; item < 5000; item++)
        {'id': item, 'name': 'Größe $item'},
    ];
    expect(utf8.decode(encodeJson(value, 'result')), jsonEncode(value));
  });

  test('what is no JSON is named by its place, with what to do', () {
    final itself = <String, Object?>{};
    itself['self'] = itself;
    final cases = <Object?, String>{
      {
        'items': [
          1,
          {'at': DateTime.utc(2026)},
        ],
      }: 'result.items[1].at is a DateTime: return value.toUtc().toIso8601String()',
      {'a b': Duration.zero}:
          "result['a b'] is a Duration: return value.inMilliseconds",
      _Colour.red: 'result is a Colour: return value.name',
      [
        {1, 2},
      ]: 'result[0] is a Set<int>: return value.toList()',
      {'n': double.nan}: 'result.n is NaN, which JSON has no word for',
      {
        'm': {1: 'x'},
      }: 'result.m has the key 1, which is an int: keys of JSON are strings',
      {'later': Future<int>.value(1)}:
          'result.later is a Future<int>: await it',
      _Order({'paid': _Order(BigInt.one)}):
          'result.paid is a BigInt: return value.toString()',
      [_Broken()]: 'toJson() of result[0], a Broken, failed: Bad state: no',
      itself: 'result.self holds itself',
      Object(): 'result is an Object: give it a method toJson()',
    };
    cases.forEach((value, reason) {
      expect(
        () => encodeJson(value, 'result'),
        _refusal('The result is not JSON: $reason'),
      );
    });
  });

  test('a body of JSON says so as well', () {
    expect(
      () => HttpReply.json({'at': DateTime.utc(2026)}),
      _refusal(
        'The body is not JSON: '
        'body.at is a DateTime: return value.toUtc().toIso8601String()',
      ),
    );
  });
}
