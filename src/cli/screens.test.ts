import { Readable, Writable } from 'node:stream'
import { expect, it } from 'vitest'
import type { Check } from '../core/check.ts'
import { OcheError } from '../core/errors.ts'
import { artifactLines } from './commands/build/lines.ts'
import { deployedLines } from './commands/deploy/lines.ts'
import { keyLines } from './commands/dev/keys/table.ts'
import { createView } from './commands/dev/view.ts'
import { checkLines } from './commands/doctor/index.ts'
import { commands } from './commands/index.ts'
import { statusLines } from './commands/status/lines.ts'
import { changeText } from './output/changes.ts'
import { showError } from './output/failure.ts'
import { createOutput } from './output/output.ts'
import { createReporter } from './output/reporter.ts'
import { run } from './program.ts'
import type { Signals } from './signals.ts'

const plain = (_: unknown, text: string) => text
const signals: Signals = {
  signal: new AbortController().signal,
  status: () => undefined,
  stop: () => {},
  end: () => {},
  send: () => {},
}

class Screen extends Writable {
  text = ''
  isTTY = true
  columns: number
  constructor(columns: number) {
    super({ decodeStrings: false })
    this.columns = columns
  }
  override _write(chunk: string, _: unknown, done: () => void): void {
    this.text += chunk
    done()
  }
}

/** What a command line shows on a terminal without colours. */
async function typed(columns: number, line: string): Promise<string> {
  const screen = new Screen(columns)
  const surroundings = {
    stdin: Readable.from([]),
    stdout: screen,
    stderr: screen,
    env: { TERM: 'dumb' },
  }
  const status = await run(line.split(' ').slice(1), surroundings, signals)
  return `$ ${line}\n${screen.text}${status === 0 ? '' : `(${status})\n`}`
}

const role = 'arn:aws:iam::123456789012:role/items-role'
const version = {
  version: '7',
  live: true,
  codeSha256: 'q1MKE+RZFJgrefm34+uplM/R8/si9xzqGvvwK0YMbR0=',
  bytes: 54_525_952,
  deployedAt: '2026-11-26T09:00:00.000Z',
}
const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:items'
const url = 'https://abcdefghijklmnopqrstuvwxyz.lambda-url.eu-west-1.on.aws/'
const changes = [
  { resource: 'function', action: 'update', path: 'memory', from: 128, to: 256 },
  { resource: 'role', action: 'create', to: role },
] as const

const checks: Check[] = [
  { check: 'Node.js', ok: true, found: '22.12.0', required: true },
  { check: 'Bun', ok: false, required: true, remedy: 'Type: npm install --save-dev bun' },
  {
    check: 'Dart',
    ok: false,
    found: '3.5.4 (dart)',
    required: false,
    remedy: 'Update to 3.8.2 or newer, which needs no container: https://dart.dev/get-dart',
  },
]

function failure(columns: number): string {
  const screen = new Screen(columns)
  const error = new OcheError('COMPILE_FAILED', 'src/index.ts:2:41: Unexpected end of file', {
    detail: `1 | const a = 1
2 | export const handler = async () => a +
                                            ^
error: Unexpected end of file
    at src/index.ts:2:41
`,
    remedy: 'Correct the source; the place is shown above.',
  })
  showError(error, outputOn(screen))
  return screen.text
}

function outputOn(screen: Screen) {
  const how = { json: false, verbose: false, quiet: false, colour: false, canRedraw: false }
  return createOutput({ stdout: screen, stderr: screen, ...how, columns: screen.columns })
}

async function progress(columns: number): Promise<string> {
  const screen = new Screen(columns)
  const reporter = createReporter(outputOn(screen))
  await reporter.step('deploying items', async (update) => update('items: uploading the zip'))
  reporter.warn('the answer may be late')
  return screen.text
}

const request = (
  requestId: string,
  method: string,
  path: string,
  status: number,
  durationMs: number,
) => ({
  type: 'request' as const,
  requestId,
  method,
  path,
  status,
  durationMs,
  coldStart: requestId === '1',
  function: 'items',
})

/** What `oche dev` shows of requests that end in every way, of two functions. */
function served(columns: number): string {
  const screen = new Screen(columns)
  const view = createView(outputOn(screen), {
    functions: ['items', 'orders'],
    root: '/project',
    hasKeys: true,
  })
  const address = 'http://127.0.0.1:3000'
  view.ready(address, [
    { name: 'items', url: address, routes: ['GET /items/{id}', 'POST /items'] },
    { name: 'orders', url: undefined, routes: [] },
  ])
  const log = (requestId: string, line: string) =>
    view.event({ type: 'log', function: 'items', requestId, stream: 'stdout', line })
  const told = {
    errorType: 'NoItem',
    errorMessage: 'no such item',
    stack: ['NoItem: no such item', '    at find (/project/src/index.ts:10:30)'],
    cause: { errorType: 'Error', errorMessage: 'database closed' },
  }
  view.event(request('1', 'GET', '/items', 200, 57))
  log('2', 'looking for it')
  log('2', `2026-11-26T09:00:00.000Z\t2\tERROR\tInvoke Error \t${JSON.stringify(told)}`)
  view.event(request('2', 'GET', '/items/7', 502, 4))
  const reason = 'body is an object, not a string: JSON.stringify it'
  view.event({
    ...request('3', 'OPTIONS', `/items/${'long/'.repeat(25)}end`, 502, 840_000),
    refused: { cause: 'malformed-answer', reason },
  })
  const message = 'items timed out after 3 s; its process was ended'
  view.event({ type: 'fault', function: 'items', requestId: '4', message })
  view.event(request('4', 'POST', '/items', 502, 3004))
  view.event({ ...request('5', 'DELETE', '/nothing', 404, 0), function: '' })
  view.buildFailed(['items'], new OcheError('COMPILE_FAILED', 'src/index.ts:2:41: no'), true)
  view.rebuilt(['items'], 'src/index.ts', 68)
  return screen.text
}

it.each([60, 80, 120])('screens of %s columns', async (columns) => {
  const helps = commands.map(({ name }) => `oche ${name} --help`)
  const lines = ['oche', ...helps, 'oche biuld', 'oche build --arhc x86_64', 'oche -V']
  const output = { style: plain, columns }
  const artifact = {
    function: 'items',
    arch: 'arm64',
    executable: '/project/.oche/items/arm64/bootstrap',
    bytes: 98_881_740,
    cached: false,
    zip: '/project/.oche/items/arm64/items.zip',
    zipBytes: 37_748_736,
    sha256: 'ab'.repeat(32),
  } as const
  const status = { name: 'items', deployed: true, arn, alias: 'live', version: '7', url }
  const deployed = { name: 'items', arn, version: '7', alias: 'live', url, changes: [...changes] }
  const screens = [
    ...(await Promise.all(
      [...lines, 'oche invoke --list-events'].map((line) => typed(columns, line)),
    )),
    ['# oche doctor', ...checks.flatMap((check) => checkLines(check, output)), ''].join('\n'),
    ['# oche build', ...artifactLines(artifact, '/project', plain), ''].join('\n'),
    ['# oche deploy --dry-run', ...changes.map((change) => changeText(change, plain)), ''].join(
      '\n',
    ),
    [
      '# oche deploy',
      ...deployedLines({ ...deployed, codeSha256: version.codeSha256 }, artifact, plain),
      '',
    ].join('\n'),
    [
      '# oche status',
      ...statusLines(
        { ...status, state: 'Active', arch: 'arm64', versions: [version], drift: [...changes] },
        'eu-west-1',
        plain,
        Date.parse('2026-11-26T12:00:00Z'),
      ),
      '',
    ].join('\n'),
    `# oche dev\n${served(columns)}`,
    ['# oche dev: ?', ...keyLines(plain), ''].join('\n'),
    `# a source that does not compile\n${failure(columns)}`,
    `# progress where nothing can be written anew\n${await progress(columns)}`,
  ]
  const text = screens.join(`\n${'─'.repeat(columns)}\n`)
  // No colour and no movement of the cursor on a terminal that has neither.
  expect([...text].filter((one) => one !== '\n' && one < ' ')).toEqual([])
  const requests = text.split('\n').filter((line) => /^\d{3} [A-Z]+ /.test(line))
  expect(requests.length).toBeGreaterThan(0)
  expect(requests.filter((line) => line.length > columns)).toEqual([])
  await expect(text).toMatchFileSnapshot(`./screens/${columns}.txt`)
})
