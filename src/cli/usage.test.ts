import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, expect, it } from 'vitest'
import type { Flag } from './arguments/types.ts'
import { commands } from './commands/index.ts'
import { run } from './program.ts'
import type { Signals } from './signals.ts'

const project = mkdtempSync(join(tmpdir(), 'oche-usage-'))
mkdirSync(join(project, 'src'))
writeFileSync(join(project, 'src', 'index.ts'), 'export const handler = () => 1\n')
writeFileSync(join(project, 'package.json'), '{"name":"usage"}\n')
afterAll(() => rmSync(project, { recursive: true, force: true }))

const signals: Signals = {
  signal: new AbortController().signal,
  status: () => undefined,
  stop: () => {},
  end: () => {},
  send: () => {},
}

class Sink extends Writable {
  text = ''
  override _write(chunk: unknown, _: unknown, done: () => void): void {
    this.text += String(chunk)
    done()
  }
}

/** The exit status of a command line, and the error that it prints. */
async function typed(...argv: string[]): Promise<{ status: number; error: { remedy?: string } }> {
  const stdout = new Sink()
  const surroundings = { stdin: Readable.from([]), stdout, stderr: new Sink(), env: {} }
  const status = await run([...argv, '--json', '--cwd', project], surroundings, signals)
  return { status, error: JSON.parse(stdout.text).error }
}

const named = (flag: Flag, value: string) => `--${flag.name}${value}`
/** What a flag is given with, so that it is its own value that is refused. */
const company = ({ goesWith }: Flag) => {
  if (goesWith === '--compare') return ['--compare=x']
  return goesWith === undefined ? [] : [goesWith]
}
const all = commands.flatMap((command) => command.flags.map((flag) => ({ command, flag })))
const label = ({ command, flag }: (typeof all)[number]) =>
  [`${command.name} --${flag.name}`] as const

/** Values of these are numbers, lists and times: what they take is checked where they are used. */
const CHECKED = ['n', 'port', '[host:]port', 'sizes', 'archs', 'engines', 'time']

const helpIsOwn = (name: string) => new RegExp(`oche ${name} |^Did you mean|^For example: `)

it.each(all.map((one) => [...label(one), one] as const))(
  'oche %s without its value, or with one that it does not take, leads to its own help',
  async (_, { command, flag }) => {
    const lines =
      flag.value === undefined
        ? [[named(flag, '=x')]]
        : [[named(flag, '=')], ...(flag.choices === undefined ? [] : [[named(flag, '=%')]])]
    for (const line of lines) {
      const { status, error } = await typed(command.name, ...company(flag), ...line)
      expect(status).toBe(2)
      expect(error.remedy).toMatch(helpIsOwn(command.name))
    }
  },
)

it.each(
  all
    .filter(({ flag }) => CHECKED.includes(flag.value ?? ''))
    .map((one) => [...label(one), one] as const),
)('oche %s with a value that is none leads to its own help', async (_, { command, flag }) => {
  const { status, error } = await typed(command.name, ...company(flag), named(flag, '=%'))
  expect(status).toBe(2)
  expect(error.remedy).toMatch(helpIsOwn(command.name))
})
