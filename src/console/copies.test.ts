import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import type { RecordedInvocation } from '../local/index.ts'
import { copiesOf } from './copies.ts'

const body = (text: string) => ({
  text,
  encoding: 'utf8' as const,
  bytes: text.length,
  isCut: false,
})

const recorded = {
  function: 'items',
  via: 'http',
  failed: false,
  errorType: undefined,
  event: body('{"name":"it\'s $HOME `id`"}'),
  request: {
    origin: 'http://127.0.0.1:3000',
    method: 'POST',
    target: "/a?b=it's&c=$(id)",
    headers: [
      ['Host', '127.0.0.1:3000'],
      ['X-Quote', `"it's" \\ $HOME`],
      ['Content-Length', '5'],
    ],
    body: body("it's\n$HOME"),
  },
} as unknown as RecordedInvocation

/** What a shell makes of a command. */
function words(command: string): string[] {
  const show = `show() { node -e 'console.log(JSON.stringify(process.argv.slice(1)))' -- "$@"; }`
  const shown = command.replace(/^(curl|oche)/, 'show')
  return JSON.parse(execFileSync('sh', ['-c', `${show}; ${shown}`]).toString()) as string[]
}

it.skipIf(process.platform === 'win32')('a shell takes what is copied as it was', () => {
  const { curl, invoke } = copiesOf(recorded, 'arm64')
  expect(words(curl!)).toEqual([
    '-X',
    'POST',
    "http://127.0.0.1:3000/a?b=it's&c=$(id)",
    '-H',
    `X-Quote: "it's" \\ $HOME`,
    '--data-raw',
    "it's\n$HOME",
  ])
  expect(words(invoke)).toEqual(['invoke', 'items', '--event', recorded.event!.text])
})

it('a test of either language holds the event', () => {
  const { typescript, dart } = copiesOf(recorded, 'arm64')
  expect(typescript).toContain(`"name": "it's $HOME \`id\`"`)
  expect(typescript).toContain('oche build items --arch arm64')
  const [, raw] = /r'''\n([^]*?)'''/.exec(dart)!
  expect(JSON.parse(raw!)).toEqual({ name: "it's $HOME `id`" })
})

it('what came by no request has no curl', () => {
  expect(copiesOf({ ...recorded, via: 'direct' }, 'arm64').curl).toBeUndefined()
})
