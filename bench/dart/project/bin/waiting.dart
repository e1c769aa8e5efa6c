import 'dart:async';

import 'package:oche/oche.dart';

import 'answer.dart';

/// The same program as a process that takes no invocation.
void main() {
  final handler = onHttp((event, context) => HttpReply.text(answer));
  Timer.periodic(const Duration(hours: 1), (_) => handler);
  print('waiting');
}
