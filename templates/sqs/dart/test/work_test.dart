import 'package:__PACKAGE_NAME__/work.dart';
import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

void main() {
  test('only the message that failed is delivered again', () async {
    final outcome = await invoke(onSqs(work), SqsEvent.of(['an order', '']));
    expect(outcome.result, {
      'batchItemFailures': [
        {'itemIdentifier': 'message-2'},
      ],
    });
  });
}
