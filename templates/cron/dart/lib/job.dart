import 'package:oche/oche.dart';

/// Started by the schedule in oche.yaml.
void job(ScheduledEvent event, LambdaContext context) {
  context.log.info('due at ${event.time.toIso8601String()}');
}
