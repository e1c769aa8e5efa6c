import 'package:shelf/shelf_io.dart' as shelf_io;

import 'app.dart';

/// Prints its port.
Future<void> main() async {
  final server = await shelf_io.serve(app, '127.0.0.1', 0);
  print('port ${server.port}');
}
