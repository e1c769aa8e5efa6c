import 'package:oche/oche.dart';

/// Those that fail are delivered again, the others are done.
Future<BatchResponse> work(SqsEvent event, LambdaContext context) =>
    BatchResponse.each(event.records, (message) {
      if (message.body.trim().isEmpty) throw StateError('the message is empty');
      context.log.info('done: ${message.body}');
    });
