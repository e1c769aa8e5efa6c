import 'dart:convert';
import 'dart:typed_data';

final _textType = RegExp(
  r'^(text/|application/(json|xml|javascript|ecmascript|x-ndjson|yaml|graphql|x-www-form-urlencoded)\b|[^;]*\+(json|xml|yaml)\b)|;\s*charset=',
  caseSensitive: false,
);

/// Whether a body with these headers may travel as text: it may not where it is compressed, or
/// where its type is neither text, JSON, XML, JavaScript nor a form, and names no charset.
bool travelsAsText({String? contentType, String? contentEncoding}) {
  if ((contentEncoding ?? 'identity') != 'identity') return false;
  return contentType == null || _textType.hasMatch(contentType);
}

/// [bytes] as text, null where they are not UTF-8: another charset, bytes under a text type.
String? decodeText(Uint8List bytes) {
  try {
    final text = utf8.decode(bytes);
    // The decoder drops a byte order mark, which is part of the body.
    return _startsWithMark(bytes) ? '\ufeff$text' : text;
  } on FormatException {
    return null;
  }
}

bool _startsWithMark(Uint8List bytes) =>
    bytes.length >= 3 &&
    bytes[0] == 0xef &&
    bytes[1] == 0xbb &&
    bytes[2] == 0xbf;
