import 'dart:convert';
import 'dart:typed_data';

/// Collects the body of an answer, by what its head says of its length.
abstract interface class BodyReader {
  /// For an answer with [status] and [headers], names in lower case. Throws a [FormatException]
  /// where these do not tell a length.
  factory BodyReader(int status, Map<String, String> headers) {
    if (status == 204 || status == 304) return _OfLength(0);
    final coding = headers['transfer-encoding']?.toLowerCase();
    if (coding == 'chunked') return _InChunks();
    if (coding != null) throw FormatException('a body that is $coding');
    final length = headers['content-length'];
    if (length == null) return _UntilTheEnd();
    if (!_digits.hasMatch(length)) {
      throw FormatException('a body of $length bytes');
    }
    return _OfLength(int.parse(length));
  }

  static final _digits = RegExp(r'^\d{1,15}$');

  /// Takes what [bytes] hold from [start] on; returns where the next answer would begin, null where
  /// this body goes on.
  int? add(Uint8List bytes, int start);

  /// Whether the body is whole where the connection ends.
  bool get endsWithConnection;

  /// The bytes, once there are all.
  Uint8List take();
}

/// A body whose length is known, read into one piece of memory.
final class _OfLength implements BodyReader {
  _OfLength(this._length);

  final int _length;
  var _filled = 0;
  Uint8List? _bytes;

  @override
  int? add(Uint8List bytes, int start) {
    final end = start + _length - _filled;
    if (_bytes == null && end <= bytes.length) {
      // All of it came at once, which needs no copy.
      _bytes = Uint8List.sublistView(bytes, start, end);
      return end;
    }
    final all = _bytes ??= Uint8List(_length);
    final until = end < bytes.length ? end : bytes.length;
    all.setRange(_filled, _filled + until - start, bytes, start);
    _filled += until - start;
    return _filled == _length ? until : null;
  }

  @override
  bool get endsWithConnection => false;

  @override
  Uint8List take() => _bytes ?? Uint8List(0);
}

final class _UntilTheEnd implements BodyReader {
  final _bytes = BytesBuilder(copy: false);

  @override
  int? add(Uint8List bytes, int start) {
    _bytes.add(Uint8List.sublistView(bytes, start));
    return null;
  }

  @override
  bool get endsWithConnection => true;

  @override
  Uint8List take() => _bytes.takeBytes();
}

/// Chunks: a line with a length, the bytes, a line break; after the last one trailers, which nobody
/// reads, and an empty line.
final class _InChunks implements BodyReader {
  final _bytes = BytesBuilder(copy: false);
  final _line = <int>[];

  /// Bytes that the chunk still has.
  var _left = 0;

  var _awaits = _Part.length;

  static const _lineFeed = 10;
  static const _longestLine = 64 * 1024;

  @override
  int? add(Uint8List bytes, int start) {
    var at = start;
    while (at < bytes.length) {
      if (_awaits == _Part.content) {
        final end = at + _left < bytes.length ? at + _left : bytes.length;
        _bytes.add(Uint8List.sublistView(bytes, at, end));
        _left -= end - at;
        at = end;
        if (_left == 0) _awaits = _Part.lineBreak;
        continue;
      }
      final byte = bytes[at++];
      if (byte != _lineFeed) {
        _line.add(byte);
        if (_line.length > _longestLine) {
          throw const FormatException('a line of a chunk has no end');
        }
        continue;
      }
      final line = latin1.decode(_line).trim();
      _line.clear();
      if (_endsBody(line)) return at;
    }
    return null;
  }

  bool _endsBody(String line) {
    switch (_awaits) {
      case _Part.length:
        final digits = line.split(';').first.trim();
        final length = _hexadecimal.hasMatch(digits)
            ? int.parse(digits, radix: 16)
            : throw FormatException('a chunk of "$line" bytes');
        _left = length;
        _awaits = length == 0 ? _Part.trailers : _Part.content;
      case _Part.lineBreak:
        if (line.isNotEmpty) {
          throw FormatException('"$line" after the end of a chunk');
        }
        _awaits = _Part.length;
      case _Part.trailers:
        return line.isEmpty;
      case _Part.content:
        break;
    }
    return false;
  }

  static final _hexadecimal = RegExp(r'^[0-9a-fA-F]{1,12}$');

  @override
  bool get endsWithConnection => false;

  @override
  Uint8List take() => _bytes.takeBytes();
}

enum _Part { length, content, lineBreak, trailers }
