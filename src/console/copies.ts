import type { RecordedBody, RecordedInvocation, RecordedRequest } from '../local/index.ts'
import type { InvocationView } from './types.ts'

/** What a client says of its connection, and what curl says by itself. */
const LEFT_OUT = /^(host|connection|content-length|accept-encoding|sec-.*)$/i

/** An invocation, to be done once more by other means. Pure. @param arch of this machine's builds */
export function copiesOf(recorded: RecordedInvocation, arch: string): InvocationView['copies'] {
  const { request, via } = recorded
  return {
    curl: via === 'http' && request !== undefined ? curl(request) : undefined,
    invoke: invoke(recorded),
    typescript: typescript(recorded, arch),
    dart: dart(recorded),
  }
}

function curl({ method, origin, target, headers, body }: RecordedRequest): string {
  const isBinary = body !== undefined && body.encoding === 'base64'
  const data =
    body === undefined || body.bytes === 0
      ? []
      : isBinary
        ? ['--data-binary @-']
        : [`--data-raw ${quoted(body.text)}`]
  const plain = method === 'GET' && data.length === 0
  const parts = [
    `curl${plain ? '' : ` -X ${quoted(method)}`} ${quoted(origin + target)}`,
    ...headers
      .filter(([name]) => !LEFT_OUT.test(name))
      .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...data,
  ]
  const command = parts.join(' \\\n  ')
  return isBinary ? `base64 -d <<< ${quoted(body.text)} | ${command}` : command
}

function invoke({ function: name, event }: RecordedInvocation): string {
  return `oche invoke ${name} --event ${quoted(compact(event?.text ?? '{}'))}`
}

/** Of a failure the test holds what kind it is, of a result all of it where that is JSON, and whole. */
function typescript(recorded: RecordedInvocation, arch: string): string {
  const { function: name, event, failed, errorType } = recorded
  const result = failed ? undefined : json(recorded.result)
  const kind = failed ? (errorType ?? 'Error') : undefined
  return [
    `import { expect, test } from 'bun:test' // or 'vitest'`,
    `import { projectFunctions, startLocalLambda } from 'oche/local'`,
    '',
    `// Build it for this machine first: oche build ${name} --arch ${arch}`,
    `test('${name} ${failed ? 'fails' : 'answers'}', async () => {`,
    `  await using lambda = await startLocalLambda({`,
    `    functions: projectFunctions({ functions: ['${name}'] }),`,
    '  })',
    `  const event = ${indented(event?.text, '  ')}`,
    `  const { error${result === undefined ? '' : ', payload'} } = await lambda.invoke('${name}', JSON.stringify(event))`,
    kind === undefined
      ? '  expect(error).toBeUndefined()'
      : `  expect(error?.errorType).toBe(${JSON.stringify(kind)})`,
    ...(result === undefined
      ? []
      : [`  expect(JSON.parse(payload.toString())).toEqual(${indented(result, '  ')})`]),
    '})',
    '',
  ].join('\n')
}

/** The text of a body that is JSON and has all its bytes. */
function json(body: RecordedBody | undefined): string | undefined {
  if (body === undefined || body.isCut || body.encoding !== 'utf8') return undefined
  try {
    JSON.parse(body.text)
    return body.text
  } catch {
    return undefined
  }
}

function dart({ event, failed }: RecordedInvocation): string {
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
    `  test('answers', () async {`,
    `    final event = jsonDecode(r'''`,
    `${indented(event?.text, '').replaceAll("'", '\\u0027')}''');`,
    '    final outcome = await invoke(handler, event);',
    `    expect(outcome.error, ${failed ? 'isNotNull' : 'isNull'});`,
    '  });',
    '}',
    '',
  ].join('\n')
}

function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text
  }
}

function indented(text: string | undefined, by: string): string {
  try {
    const lines = JSON.stringify(JSON.parse(text ?? '{}'), undefined, 2).split('\n')
    return lines.join(`\n${by}`)
  } catch {
    return JSON.stringify(text ?? '')
  }
}

/** One word for a POSIX shell. */
function quoted(text: string): string {
  if (/^[A-Za-z0-9_./:@%+=-]+$/.test(text)) return text
  return `'${text.replaceAll("'", `'\\''`)}'`
}
