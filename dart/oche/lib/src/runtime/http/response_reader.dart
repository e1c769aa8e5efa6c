import 'dart:convert';
import 'dart:typed_data';

import '../transport.dart';
import 'body_reader.dart';

/// Reads one answer from bytes as they come, however they are cut.
///
/// Throws a [FormatException] where they are not HTTP/1.1.
final class ResponseReader {
  /// What came of a head that has no end yet.
  Uint8List _begun = Uint8List(0);

  var _status = 0;
  var _headers = const <String, String>{};
  BodyReader? _body;
  var _isClean = true;
  var _speaksKeepAlive = true;

  static const _longestHead = 1024 * 1024;

  /// Whether the connection may carry another request once this answer is whole.
  bool get keepsAlive => _isClean && _speaksKeepAlive;

  /// Takes [bytes]; the answer where it is whole, null where more has to come.
  TransportResponse? add(Uint8List bytes) {
    final body = _body;
    return body == null ? _addToHead(bytes) : _addTo(body, bytes, 0);
  }

  /// No more will come: the answer, null where it is not whole.
  TransportResponse? end() {
    _isClean = false;
    final body = _body;
    return body != null && body.endsWithConnection ? _whole(body) : null;
  }

  TransportResponse? _addToHead(Uint8List bytes) {
    final all = _begun.isEmpty
        ? bytes
        : (BytesBuilder(copy: false)
                ..add(_begun)
                ..add(bytes))
              .takeBytes();
    // The end may lie across two pieces.
    final end = _endOfHead(all, _begun.length < 3 ? 0 : _begun.length - 3);
    if (end < 0) {
      if (all.length > _longestHead) {
        throw const FormatException('the head of the answer has no end');
      }
      _begun = all;
      return null;
    }
    _begun = Uint8List(0);
    _readHead(latin1.decode(Uint8List.sublistView(all, 0, end - 4)));
    if (_status < 200) {
      // An interim answer: the real one follows.
      final rest = Uint8List.sublistView(all, end);
      return rest.isEmpty ? null : _addToHead(rest);
    }
    final body = _body = BodyReader(_status, _headers);
    return _addTo(body, all, end);
  }

  TransportResponse? _addTo(BodyReader body, Uint8List bytes, int start) {
    final end = body.add(bytes, start);
    if (end == null) return null;
    // Nobody has asked for what follows.
    if (end < bytes.length) _isClean = false;
    return _whole(body);
  }

  TransportResponse _whole(BodyReader body) =>
      TransportResponse(_status, headers: _headers, body: body.take());

  void _readHead(String head) {
    final lines = head.split('\r\n');
    final start = _statusLine.firstMatch(lines.first);
    if (start == null) {
      throw const FormatException('the answer is not HTTP/1.1');
    }
    _status = int.parse(start.group(2) ?? '');
    final headers = <String, String>{};
    for (final line in lines.skip(1)) {
      final colon = line.indexOf(':');
      if (colon < 0) continue;
      final name = line.substring(0, colon).toLowerCase();
      final value = line.substring(colon + 1).trim();
      final before = headers[name];
      headers[name] = before == null ? value : '$before, $value';
    }
    _headers = headers;
    final connection = headers['connection']?.toLowerCase();
    _speaksKeepAlive = start.group(1) == '1'
        ? connection != 'close'
        : connection == 'keep-alive';
  }

  static final _statusLine = RegExp(r'^HTTP/1\.([01]) (\d{3})(?: |$)');
}

/// Where the head of [bytes] ends, its empty line included; looked for from [start] on.
int _endOfHead(Uint8List bytes, int start) {
  for (var at = start; at + 3 < bytes.length; at++) {
    if (bytes[at] == 13 &&
        bytes[at + 1] == 10 &&
        bytes[at + 2] == 13 &&
        bytes[at + 3] == 10) {
      return at + 4;
    }
  }
  return -1;
}
