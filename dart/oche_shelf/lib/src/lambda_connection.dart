import 'dart:io';

import 'package:oche/oche.dart';

/// The client's side of the connection as the endpoint tells of it; null where it does not.
HttpConnectionInfo? connectionOf(HttpEvent event) {
  final address = InternetAddress.tryParse(event.sourceIp ?? '');
  if (address == null) return null;
  final port = int.tryParse(event.header('x-forwarded-port') ?? '');
  return _LambdaConnection(address, port ?? 443);
}

final class _LambdaConnection implements HttpConnectionInfo {
  const _LambdaConnection(this.remoteAddress, this.localPort);

  @override
  final InternetAddress remoteAddress;

  /// The port of the endpoint.
  @override
  final int localPort;

  /// No event has it.
  @override
  int get remotePort => 0;
}
