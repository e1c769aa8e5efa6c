import 'package:oche/src/handler.dart';
import 'package:oche/src/log.dart';
import 'package:oche/src/resolve_handler.dart';
import 'package:oche/src/runtime/environment.dart';
import 'package:oche/src/runtime/initialise.dart';
import 'package:oche/src/runtime/loop.dart';
import 'package:oche/src/runtime/runtime_api.dart';

import 'fake_transport.dart';

/// What a run of the loop left behind.
typedef Ran = ({List<Posted> posts, List<String> lines, Object? end});

/// Runs the loop over [transport] until that has nothing left.
Future<Ran> run(
  FakeTransport transport,
  Map<String, LambdaHandler> handlers, {
  Map<String, String> variables = const {},
  LambdaLogFormat format = LambdaLogFormat.text,
}) async {
  final environment = LambdaEnvironment.from(variables);
  final lines = <String>[];
  final logger = LambdaLogger(format: format, write: lines.add);
  final api = RuntimeApi(
    transport,
    onTrouble: lines.add,
    pause: (duration) async => lines.add('pause ${duration.inMilliseconds}'),
  );
  Object? end;
  final handler = await initialise(
    () => resolveHandler(handlers, environment),
    api,
    logger,
  );
  if (handler != null) {
    final invoker = Invoker(handler, environment: environment, logger: logger);
    try {
      await invoker.poll(api);
    } catch (error) {
      end = error;
    }
  }
  return (posts: transport.posts, lines: lines, end: end);
}

/// The same for one handler.
Future<Ran> runOne(
  FakeTransport transport,
  LambdaHandler handler, {
  Map<String, String> variables = const {},
  LambdaLogFormat format = LambdaLogFormat.text,
}) => run(transport, {'': handler}, variables: variables, format: format);
