import { compactJson, indentJson } from '../../core/indent-json.ts'
import type { RecordedBody, RecordedInvocation } from '../../local/index.ts'

/** Of a failure the test holds what kind it is, of a result all of it where that is JSON, and whole. */
export function typescriptTest(recorded: RecordedInvocation, arch: string): string {
  const { function: name, event, result, functionFailed } = recorded
  const expected = functionFailed ? undefined : jsonIn(result)
  const takes = expected === undefined ? 'error' : 'error, payload'
  const { value, sent } = eventIn(event)
  return [
    `import { expect, test } from 'bun:test' // or 'vitest'`,
    `import { projectFunctions, startLocalLambda } from 'oche/local'`,
    '',
    `// Build it for this machine first: oche build ${name} --arch ${arch}`,
    `test('${name} ${functionFailed ? 'fails' : 'answers'}', async () => {`,
    `  await using lambda = await startLocalLambda({`,
    `    functions: projectFunctions({ functions: ['${name}'] }),`,
    '  })',
    `  const event = ${value}`,
    `  const { ${takes} } = await lambda.invoke('${name}', ${sent})`,
    functionFailed
      ? `  expect(error?.errorType).toBe(${JSON.stringify(errorTypeOf(recorded))})`
      : '  expect(error).toBeUndefined()',
    ...(expected === undefined
      ? []
      : [`  expect(JSON.parse(payload.toString())).toEqual(${literal(expected)})`]),
    '})',
    '',
  ].join('\n')
}

/** As a value of the language where that is the same once it is JSON again, as text otherwise. */
function eventIn(event: RecordedBody | undefined): { value: string; sent: string } {
  if (event?.encoding === 'base64') {
    return { value: `Buffer.from('${event.text}', 'base64')`, sent: 'event' }
  }
  const text = event?.text || '{}'
  const isSame = compactJson(text) === writtenAnew(text) && !hasPrototype(text)
  return isSame
    ? { value: indentedBy(indentJson(text)), sent: 'JSON.stringify(event)' }
    : { value: JSON.stringify(compactJson(text)), sent: 'event' }
}

function literal(text: string): string {
  return hasPrototype(text)
    ? `JSON.parse(${JSON.stringify(compactJson(text))})`
    : indentedBy(indentJson(text))
}

/** In a literal this name sets the prototype; in JSON it is a name like others. */
function hasPrototype(text: string): boolean {
  return text.includes('__proto__')
}

function writtenAnew(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** What the payload of an error says, as whoever invokes it sees that. */
function errorTypeOf({ result, errorType }: RecordedInvocation): string | undefined {
  const told = jsonIn(result)
  const payload =
    told === undefined ? undefined : (JSON.parse(told) as { errorType?: unknown } | null)
  return typeof payload?.errorType === 'string' ? payload.errorType : errorType
}

/** The text of a body that is JSON and has all its bytes. */
function jsonIn(body: RecordedBody | undefined): string | undefined {
  if (body === undefined || body.isCut || body.encoding !== 'utf8') return undefined
  try {
    JSON.parse(body.text)
    return body.text
  } catch {
    return undefined
  }
}

function indentedBy(text: string): string {
  return text.replaceAll('\n', '\n  ')
}
