import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecordedBody, RecordedInvocation } from '../../local/index.ts'
import { copiesOf } from './index.ts'

const body = (bytes: string | Buffer, encoding: RecordedBody['encoding'] = 'utf8') => ({
  text: Buffer.from(bytes).toString(encoding),
  encoding,
  bytes: Buffer.from(bytes).length,
  isCut: false,
})

/** What shells, JSON and languages each have a meaning of their own for. */
const ODD = `it's "so" \\ $HOME \`id\` %PATH% %s \${x} é 🎯 ''' !! \u2028`

const recorded = {
  function: 'items',
  via: 'http',
  failed: false,
  functionFailed: false,
  errorType: undefined,
  event: body(JSON.stringify({ name: ODD })),
  request: {
    origin: 'http://127.0.0.1:3000',
    method: 'POST',
    target: '/',
    headers: [],
    body: body(''),
  },
} as unknown as RecordedInvocation

const hasShell = process.platform !== 'win32' && spawnSync('curl', ['--version']).status === 0

describe.skipIf(!hasShell)('what is copied as curl', () => {
  interface Came {
    method: string
    target: string
    headers: [string, string][]
    body: Buffer
  }
  let came: Came
  const server = createServer(async (message: IncomingMessage, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk as Buffer)
    const { rawHeaders, method, url } = message
    const headers = rawHeaders.flatMap((name, at): [string, string][] =>
      at % 2 === 0 ? [[name, rawHeaders[at + 1]!]] : [],
    )
    came = { method: method!, target: url!, headers, body: Buffer.concat(chunks) }
    response.end()
  })
  let origin: string
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  /** Headers besides those of the connection. */
  async function sent(request: object): Promise<Came> {
    const { curl } = copiesOf(
      { ...recorded, request: { ...recorded.request!, origin, ...request } },
      'arm64',
    )
    await new Promise<void>((resolve, reject) => {
      const shell = execFile('sh', (error) => (error ? reject(error) : resolve()))
      shell.stdin!.end(`${curl!}
`)
    })
    const headers = came.headers.filter(([name]) => !/^(host|content-length)$/i.test(name))
    return { ...came, headers }
  }

  it.each([
    ['text', { body: body(ODD) }],
    ['a beginning that curl reads a file by', { body: body('@/etc/hostname') }],
    ['no text', { body: body(Buffer.from([0, 255, 10, 39]), 'base64') }],
    ['a NUL', { body: body('a\0b\n') }],
    ['more than an argument holds', { body: body(`'${'x'.repeat(200_000)}\n`) }],
  ])('sends the same body: %s', async (_, request) => {
    const { text, encoding } = request.body
    const got = await sent(request)
    expect(got.body.equals(Buffer.from(text, encoding))).toBe(true)
    expect(got.headers).toEqual([])
  })

  it('sends the same headers and address, whatever they hold', async () => {
    const headers = [
      ['X-Odd', `it's "so" \\ $HOME \`id\` %s`],
      ['X-None', ''],
      ['X-Twice', '1'],
      ['X-Twice', '2'],
      ['X-Utf', Buffer.from('é').toString('latin1')],
      ['Content-Type', 'application/json'],
    ]
    const target = "/a/../b/./c{1,2}[3-4]?x='$(id)'&y=%20`z`"
    const method = 'PUT'
    expect(await sent({ headers, target, method, body: body('1') })).toMatchObject({
      headers,
      target,
      method,
    })
  })

  it('waits for no body of HEAD', async () => {
    expect((await sent({ method: 'HEAD' })).method).toBe('HEAD')
  })
})

it('what came by no request, or is not all there, has no curl', () => {
  expect(copiesOf({ ...recorded, via: 'direct' }, 'arm64').curl).toBeUndefined()
  const cut = { ...recorded.request!, body: { ...body('a'), isCut: true } }
  expect(copiesOf({ ...recorded, request: cut }, 'arm64').curl).toBeUndefined()
})

/** What `oche` is given in a shell: its arguments, and its input where it asks for that. */
function given(command: string): { args: string[]; event: Buffer } {
  const tell = `{ args: process.argv.slice(1), input: process.argv.at(-1) === '-' ? require('fs').readFileSync(0, 'base64') : '' }`
  const show = `oche() { node -e "console.log(JSON.stringify(${tell}))" -- "$@"; }`
  const shown = execFileSync('sh', {
    input: `${show}; ${command}
`,
    maxBuffer: 10_000_000,
  })
  const { args, input } = JSON.parse(shown.toString()) as { args: string[]; input: string }
  const event = args.at(-1) === '-' ? Buffer.from(input, 'base64') : Buffer.from(args.at(-1)!)
  return { args: args.slice(0, -1), event }
}

it.skipIf(!hasShell).each([
  ['quotes of all kinds', body(JSON.stringify({ name: ODD }))],
  ['a number that no double holds', body('{"id":12345678901234567890}')],
  ['no object', body('123')],
  ['a text', body('"sqs"')],
  ['more than an argument holds', body(JSON.stringify(`'${'x'.repeat(200_000)}`))],
  ['no text', body(Buffer.from([34, 255, 34]), 'base64')],
])('what is copied as oche invoke sends the same event: %s', (_, event) => {
  const got = given(copiesOf({ ...recorded, event }, 'arm64').invoke)
  expect(got.args).toEqual(['invoke', 'items', '--event'])
  expect(got.event.toString('latin1')).toBe(
    Buffer.from(event.text, event.encoding).toString('latin1'),
  )
})

/** What a copied test sends. */
function sentBy(typescript: string): string {
  const [, event] = /const event = ([^]*?)\n {2}const \{/.exec(typescript)!
  const [, argument] = /invoke\('items', ([^\n]*)\)\n/.exec(typescript)!
  return String(new Function(`const event = ${event}; return ${argument}`)())
}

it.each([
  JSON.stringify({ name: ODD, deep: [{}, []] }),
  '{"__proto__":{"a":1}}',
  '{"id":12345678901234567890}',
  '[1.0,1e999]',
  '"text"',
])('a copied test in TypeScript sends the same event: %s', (text) => {
  expect(sentBy(copiesOf({ ...recorded, event: body(text) }, 'arm64').typescript)).toBe(text)
})

it('a copied test expects an error of what failed itself, not of what an endpoint answered badly', () => {
  const failed = {
    ...recorded,
    failed: true,
    errorType: 'function-error',
    result: body('{"statusCode":503}'),
  }
  const { typescript, dart } = copiesOf(failed, 'arm64')
  expect(typescript).toContain('expect(error).toBeUndefined()')
  expect(typescript).toContain('"statusCode": 503')
  expect(dart).toContain('isNull')
  const result = body('{"errorType":"RangeError"}')
  const threw = copiesOf({ ...failed, functionFailed: true, result }, 'arm64')
  expect(threw.typescript).toContain('expect(error?.errorType).toBe("RangeError")')
  expect(threw.dart).toContain('isNotNull')
})

it('a copied test in Dart holds the event', () => {
  const { dart } = copiesOf(recorded, 'arm64')
  const [, raw] = /r'''\n([^]*?)'''/.exec(dart)!
  expect(JSON.parse(raw!)).toEqual({ name: ODD })
})
