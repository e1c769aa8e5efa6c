import 'dart:convert';
import 'dart:typed_data';

import 'package:oche/src/runtime/http_message.dart';
import 'package:test/test.dart';

void main() {
  test('a chunk carries its size in hexadecimal', () {
    expect(
      latin1.decode(encodeChunk(List.filled(26, 97))),
      '1a\r\n${'a' * 26}\r\n',
    );
  });

  test('the last chunk and the trailers end the body', () {
    expect(latin1.decode(encodeTrailers({})), '0\r\n\r\n');
    expect(
      latin1.decode(encodeTrailers({'a': '1', 'b': '2'})),
      '0\r\na: 1\r\nb: 2\r\n\r\n',
    );
  });

  test('the head of a request announces chunks', () {
    expect(
      latin1.decode(chunkedRequestHead('/x', host: 'h:1', headers: {'a': '1'})),
      'POST /x HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\n'
      'Transfer-Encoding: chunked\r\na: 1\r\n\r\n',
    );
  });

  test('a response is not whole before its length is there', () {
    final all =
        'HTTP/1.1 202 Accepted\r\nContent-Length: 4\r\nX-A:  b \r\n\r\nbody';
    for (var length = 0; length < all.length; length++) {
      expect(
        parseResponse(_bytes(all.substring(0, length)), ended: false),
        isNull,
      );
    }
    final response = parseResponse(_bytes(all), ended: false);
    expect(response?.statusCode, 202);
    expect(response?.headers, {'content-length': '4', 'x-a': 'b'});
    expect(response?.body, utf8.encode('body'));
  });

  test('a response without a length ends with the connection', () {
    final bytes = _bytes('HTTP/1.1 413 Too Large\r\n\r\nwhy');
    expect(parseResponse(bytes, ended: false), isNull);
    expect(parseResponse(bytes, ended: true)?.body, utf8.encode('why'));
  });

  test('what is not HTTP is an error', () {
    expect(
      () => parseResponse(_bytes('SSH-2.0\r\n\r\n'), ended: true),
      throwsFormatException,
    );
  });
}

Uint8List _bytes(String text) => latin1.encode(text);
