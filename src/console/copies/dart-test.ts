import { indentJson } from '../../core/indent-json.ts'
import type { RecordedBody, RecordedInvocation } from '../../local/index.ts'

export function dartTest({ event, functionFailed }: RecordedInvocation): string {
  return [
    `import 'dart:convert';`,
    '',
    `import 'package:oche/testing.dart';`,
    `import 'package:test/test.dart';`,
    '',
    '// The handler that is to be tested.',
    `import '../bin/api.dart' show handler;`,
    '',
    'void main() {',
    `  test('${functionFailed ? 'fails' : 'answers'}', () async {`,
    `    final event = jsonDecode(${textIn(event)});`,
    '    final outcome = await invoke(handler, event);',
    `    expect(outcome.error, ${functionFailed ? 'isNotNull' : 'isNull'});`,
    '  });',
    '}',
    '',
  ].join('\n')
}

/** In JSON an apostrophe stands in texts alone, where it may be written as its number. */
function textIn(event: RecordedBody | undefined): string {
  if (event?.encoding === 'base64') {
    return `utf8.decode(base64Decode('${event.text}'), allowMalformed: true)`
  }
  return `r'''\n${indentJson(event?.text || '{}').replaceAll("'", '\\u0027')}'''`
}
