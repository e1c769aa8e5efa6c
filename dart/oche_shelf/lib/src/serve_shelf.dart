import 'dart:async';

import 'package:oche/oche.dart';
import 'package:shelf/shelf.dart' as shelf;

import 'shelf_handler.dart';

/// Answers requests with [handler] until the execution environment ends.
///
/// [streaming] sends responses as they come: the endpoint must stream too, see [shelfHandler]. By
/// default it follows `streaming:` of `oche.yaml`.
/// [onShutdown] is the one of `serve`.
///
/// ```dart
/// Future<void> main() => serveShelf(
///   const Pipeline().addMiddleware(logRequests()).addHandler(router.call),
/// );
/// ```
Future<void> serveShelf(
  shelf.Handler handler, {
  bool? streaming,
  FutureOr<void> Function()? onShutdown,
}) => serveAny(
  shelfHandler(handler, streaming: streaming),
  onShutdown: onShutdown,
);

/// Answers requests with the handler that [create] makes, whose failure is an init error.
///
/// It runs once, before the first request: the place to open connections and read secrets.
Future<void> serveShelfFrom(
  FutureOr<shelf.Handler> Function() create, {
  bool? streaming,
  FutureOr<void> Function()? onShutdown,
}) => serveAnyFrom(
  () async => shelfHandler(await create(), streaming: streaming),
  onShutdown: onShutdown,
);
