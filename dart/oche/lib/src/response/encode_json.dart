import 'dart:convert';

import '../function_error.dart';
import 'http_reply.dart';
import 'unencodable.dart';

/// The default, 256 bytes, makes thousands of pieces of a large result.
const _bufferSize = 64 * 1024;

final _encoder = JsonUtf8Encoder(null, null, _bufferSize);

/// [value] as JSON in UTF-8.
///
/// Throws a [RuntimeFault] that says where in [name] something is that JSON cannot hold.
List<int> encodeJson(Object? value, String name) {
  try {
    return _encoder.convert(value);
  } on JsonUnsupportedObjectError catch (error) {
    if (error.unsupportedObject is HttpResult) {
      throw const RuntimeFault.marshal(
        'An HTTP response takes the shape of the event that it answers: '
        'return it from a handler of onHttp or onEvent',
      );
    }
    final reason = unencodable(value, name) ?? '${error.cause ?? error}';
    throw RuntimeFault.marshal('The $name is not JSON: $reason');
  }
}
