import 'dart:async';
import 'dart:io';
import 'dart:typed_data';

import '../transport.dart';
import 'response_reader.dart';

/// A connection that carries one exchange after the other.
final class Connection {
  Connection._(this._socket) {
    _socket
      ..setOption(SocketOption.tcpNoDelay, true)
      ..listen(_onEvent, onError: _end, onDone: _end, cancelOnError: true);
  }

  /// A raw socket: no override of a zone is asked, and what is written goes out at once.
  static Future<Connection> open(String host, int port) async =>
      Connection._(await RawSocket.connect(host, port));

  final RawSocket _socket;

  /// The answer that is waited for.
  ResponseReader? _reader;
  Completer<TransportResponse>? _answer;

  /// What the kernel has not taken yet.
  Uint8List _unsent = Uint8List(0);
  Completer<void>? _sent;

  var _isOpen = true;

  /// Whether another request may go out.
  bool get isIdle => _isOpen && _answer == null && _sent == null;

  /// The answer to the request that is about to be written. Throws where the connection ends, or
  /// speaks no HTTP, before it is whole.
  Future<TransportResponse> answer() {
    final answer = _answer = Completer<TransportResponse>();
    _reader = ResponseReader();
    if (!_isOpen) _fail(_ended);
    return answer.future;
  }

  /// Completes once the kernel has [bytes], which says nothing about who has read them.
  Future<void> write(Uint8List bytes) async {
    if (!_isOpen) throw _ended;
    final written = _socket.write(bytes);
    if (written == bytes.length) return;
    _unsent = Uint8List.sublistView(bytes, written);
    final sent = _sent = Completer<void>();
    _socket.writeEventsEnabled = true;
    return sent.future;
  }

  /// Ends it, with whatever is under way.
  void close() {
    _end();
    unawaited(_socket.close());
  }

  static const _ended = SocketException('the connection was closed');

  void _onEvent(RawSocketEvent event) {
    switch (event) {
      case RawSocketEvent.read:
        _read();
      case RawSocketEvent.write:
        _writeOn();
      case RawSocketEvent.readClosed:
      case RawSocketEvent.closed:
        _read();
        close();
    }
  }

  void _read() {
    for (
      var bytes = _socket.read();
      bytes != null && _isOpen;
      bytes = _socket.read()
    ) {
      final reader = _reader;
      // Nobody has asked for this.
      if (reader == null) return close();
      try {
        final response = reader.add(bytes);
        if (response != null) _complete(response, reader);
      } on FormatException catch (error) {
        _fail(error);
        return close();
      }
    }
  }

  void _writeOn() {
    final sent = _sent;
    if (sent == null) return;
    final written = _socket.write(_unsent);
    if (written < _unsent.length) {
      _unsent = Uint8List.sublistView(_unsent, written);
      _socket.writeEventsEnabled = true;
      return;
    }
    _unsent = Uint8List(0);
    _sent = null;
    sent.complete();
  }

  void _complete(TransportResponse response, ResponseReader reader) {
    final answer = _answer;
    _answer = null;
    _reader = null;
    answer?.complete(response);
    if (!reader.keepsAlive) close();
  }

  void _fail(Object error) {
    final answer = _answer;
    _answer = null;
    _reader = null;
    answer?.completeError(error);
  }

  /// [error] is the socket's own; the end of a body may be that of its connection.
  void _end([Object error = _ended]) {
    if (!_isOpen) return;
    _isOpen = false;
    final reader = _reader;
    final response = reader?.end();
    if (reader != null && response != null) {
      _complete(response, reader);
    } else {
      _fail(error);
    }
    final sent = _sent;
    _sent = null;
    sent?.completeError(error);
  }
}
