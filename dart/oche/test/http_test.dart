import 'dart:convert';
import 'dart:math';
import 'dart:typed_data';

import 'package:oche/src/runtime/http/request.dart';
import 'package:oche/src/runtime/http/response_reader.dart';
import 'package:oche/src/runtime/transport.dart';
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

  test('the head of a request says how long its body is', () {
    const start = 'POST /x HTTP/1.1\r\nHost: h:1\r\nUser-Agent: oche-dart\r\n';
    final headers = {'a': '1'};
    expect(
      latin1.decode(
        requestHead('/x', host: 'h:1', headers: headers, length: 3),
      ),
      '${start}Content-Length: 3\r\na: 1\r\n\r\n',
    );
    expect(
      latin1.decode(chunkedRequestHead('/x', host: 'h:1', headers: headers)),
      '${start}Transfer-Encoding: chunked\r\na: 1\r\n\r\n',
    );
    expect(
      latin1.decode(getRequest('/x', host: 'h:1')),
      'GET /x HTTP/1.1\r\nHost: h:1\r\nUser-Agent: oche-dart\r\n\r\n',
    );
  });

  test('a response is the same however its bytes are cut', () {
    final seed = DateTime.now().microsecondsSinceEpoch;
    final random = Random(seed);
    final body = [for (var at = 0; at < 300; at++) random.nextInt(256)];
    final framings = {
      'a length': [
        ..._bytes('Content-Length: ${body.length}\r\n\r\n'),
        ...body,
      ],
      'chunks': [
        ..._bytes('Transfer-Encoding: Chunked\r\n\r\n'),
        ..._chunks(body, random),
      ],
    };
    framings.forEach((name, rest) {
      final all = Uint8List.fromList([
        ..._bytes('HTTP/1.1 100 Continue\r\n\r\n'),
        ..._bytes('HTTP/1.1 202 Accepted\r\nX-A:  b \r\nx-a: c\r\n'),
        ...rest,
      ]);
      for (var round = 0; round < 200; round++) {
        final reader = ResponseReader();
        TransportResponse? response;
        var at = 0;
        while (at < all.length) {
          expect(response, isNull, reason: '$name, seed $seed');
          final end = min(all.length, at + 1 + random.nextInt(1 + round));
          response = reader.add(Uint8List.fromList(all.sublist(at, end)));
          at = end;
        }
        final reason = '$name, seed $seed';
        expect(response?.statusCode, 202, reason: reason);
        expect(response?.headers['x-a'], 'b, c', reason: reason);
        expect(response?.body, body, reason: reason);
        expect(reader.keepsAlive, isTrue, reason: reason);
      }
    });
  });

  test('a response without a length ends with the connection', () {
    final reader = ResponseReader();
    expect(reader.add(_bytes('HTTP/1.1 413 Too Large\r\n\r\nwhy')), isNull);
    expect(reader.end()?.body, utf8.encode('why'));
    expect(reader.keepsAlive, isFalse);
  });

  test('a response that is cut off is none', () {
    for (final head in ['Content-Length: 4', 'Transfer-Encoding: chunked']) {
      final reader = ResponseReader();
      expect(
        reader.add(_bytes('HTTP/1.1 200 OK\r\n$head\r\n\r\n3\r\n')),
        isNull,
      );
      expect(reader.end(), isNull);
    }
    expect(ResponseReader().end(), isNull);
  });

  test('a connection goes on only where both sides know where it is', () {
    const length = 'Content-Length: 0\r\n';
    final cases = {
      'HTTP/1.1 200 OK\r\n$length\r\n': true,
      'HTTP/1.1 204 No Content\r\n\r\n': true,
      'HTTP/1.1 200 OK\r\nConnection: Close\r\n$length\r\n': false,
      'HTTP/1.0 200 OK\r\n$length\r\n': false,
      'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n$length\r\n': true,
      'HTTP/1.1 200 OK\r\n$length\r\nHTTP/1.1 200 OK\r\n': false,
    };
    cases.forEach((text, goesOn) {
      final reader = ResponseReader();
      expect(reader.add(_bytes(text)), isNotNull, reason: text);
      expect(reader.keepsAlive, goesOn, reason: text);
    });
  });

  test('what is not HTTP/1.1 is an error', () {
    for (final text in [
      'SSH-2.0\r\n\r\n',
      'HTTP/2 200\r\n\r\n',
      'HTTP/1.1 2000 OK\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n',
    ]) {
      expect(
        () => ResponseReader().add(_bytes(text)),
        throwsFormatException,
        reason: text,
      );
    }
  });
}

/// [body] in chunks of any size, with an extension and a trailer.
List<int> _chunks(List<int> body, Random random) {
  final all = <int>[];
  var at = 0;
  while (at < body.length) {
    final end = min(body.length, at + 1 + random.nextInt(60));
    all
      ..addAll(_bytes('${(end - at).toRadixString(16)};x=y\r\n'))
      ..addAll(body.sublist(at, end))
      ..addAll(_bytes('\r\n'));
    at = end;
  }
  return all..addAll(_bytes('0\r\nx-trailer: z\r\n\r\n'));
}

Uint8List _bytes(String text) => latin1.encode(text);
