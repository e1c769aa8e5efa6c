import 'package:__PACKAGE_NAME__/job.dart';
import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

void main() {
  test('the job knows when it was due', () async {
    final due = DateTime.utc(2030, 1, 1, 3);
    final outcome = await invoke(onSchedule(job), ScheduledEvent.at(due));
    expect(outcome.error, null);
    expect(outcome.logs.single, contains('due at 2030-01-01T03:00:00.000Z'));
  });
}
