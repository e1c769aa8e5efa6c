import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { program, workspace, type Workspace } from './cli.ts'
import { within } from './until.ts'

/** A command line, and what it works on. */
interface Interruptible {
  line: string
  files?: Record<string, string>
}

const HANGS = `export const handler = () => new Promise(() => setInterval(() => {}, 1000))\n`
const ANSWERS = `export const handler = async () => 1\n`
const NAMED = 'name: hello\n'

/** Every command, each in a state in which it would go on for ever or for long. */
export const interruptible: readonly Interruptible[] = [
  { line: 'new other' },
  { line: 'build', files: { 'oche.yaml': 'name: hello\nbuild: sleep 600\n' } },
  {
    line: 'build --force',
    files: {
      'oche.yaml': `name: hello\nbuild: 'trap "" TERM; sleep 600 & sleep 600; sleep 600'\n`,
    },
  },
  { line: 'build --force --arch both', files: { 'oche.yaml': NAMED, 'index.ts': ANSWERS } },
  { line: 'dev --port 0', files: { 'oche.yaml': NAMED, 'index.ts': ANSWERS } },
  { line: 'invoke --local', files: { 'oche.yaml': 'timeout: 600\n', 'index.ts': HANGS } },
  { line: 'bench', files: { 'oche.yaml': 'timeout: 600\n', 'index.ts': HANGS } },
  { line: 'invoke --remote', files: { 'oche.yaml': NAMED } },
  { line: 'deploy --dry-run', files: { 'oche.yaml': NAMED, 'index.ts': ANSWERS } },
  { line: 'status', files: { 'oche.yaml': NAMED } },
  { line: 'logs -f', files: { 'oche.yaml': NAMED } },
  { line: 'rollback 1', files: { 'oche.yaml': NAMED } },
  { line: 'destroy --yes', files: { 'oche.yaml': NAMED } },
  { line: 'export sam', files: { 'oche.yaml': NAMED } },
  { line: 'doctor', files: { 'oche.yaml': NAMED, 'index.ts': ANSWERS } },
  { line: 'clean', files: { 'oche.yaml': NAMED } },
]

/** One of each kind for `npm test`: a tool that ignores signals, a function, a stream, calls of AWS. */
const IN_BRIEF = ['build --force', 'invoke --local', 'logs -f', 'destroy --yes']
export const interruptibleInBrief = interruptible.filter(({ line }) => IN_BRIEF.includes(line))

/** An AWS that takes every call and never answers, programs that never end, and folders to be in. */
export class Tarpit implements Disposable {
  readonly #server: Server
  readonly #programs: Workspace

  private constructor(server: Server, programs: Workspace) {
    this.#server = server
    this.#programs = programs
  }

  static async open(): Promise<Tarpit> {
    const server = createServer(() => {}).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const names = ['npm', 'docker', 'podman']
    const script = '#!/bin/sh\nsleep 600 &\nsleep 600\n'
    const programs = workspace(Object.fromEntries(names.map((name) => [name, script])), false)
    for (const name of names) chmodSync(join(programs.path, name), 0o755)
    return new Tarpit(server, programs)
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
    this.#programs.remove()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** Types a command, interrupts it after so many milliseconds, and says how that ended. */
  async interrupt({ line, files = {} }: Interruptible, after: number): Promise<Interrupted> {
    using folder = workspace(files)
    const mark = randomUUID()
    const child = spawn(process.execPath, [program, ...line.split(' ')], {
      cwd: folder.path,
      env: { ...process.env, ...this.#env(), OCHE_TEST_MARK: mark },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
    const timer = setTimeout(() => child.kill('SIGINT'), after)
    const [status, signal] = await within(`oche ${line} to end`, closed, {
      instead: () => output,
    }).finally(() => {
      clearTimeout(timer)
      child.kill('SIGKILL')
    })
    return { status, signal, output, left: await remaining(mark) }
  }

  #env(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo
    return {
      NO_COLOR: '1',
      PATH: [this.#programs.path, process.env['PATH']].join(delimiter),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    }
  }
}

/** Every command of these is interrupted at the same moment, and has to end with nothing left. */
export function describeInterruptions(commands: readonly Interruptible[]): void {
  let tarpit: Tarpit
  beforeAll(async () => (tarpit = await Tarpit.open()))
  afterAll(() => tarpit.close())

  it.concurrent.each(commands.map((one) => [one.line, one] as const))(
    'at once ends oche %s and leaves nothing',
    async (_, command) => {
      const { status, signal, output, left } = await tarpit.interrupt(command, 700)
      expect(left, output).toEqual([])
      expect(output).not.toMatch(/bug of Oche/)
      // What was done by then is done.
      const ends = command.line === 'export sam' ? [0, 130] : [130]
      expect(signal === 'SIGINT' ? 130 : status, output).toBeOneOf(ends)
    },
  )
}

export interface Interrupted {
  status: number | null
  /** SIGINT where it came before Oche could listen. */
  signal: NodeJS.Signals | null
  output: string
  /** Command lines of processes that it has left. */
  left: string[]
}

/** What was killed takes a moment to be gone. */
async function remaining(mark: string): Promise<string[]> {
  const deadline = Date.now() + 5000
  let left = processesWith(mark)
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(20)
    left = processesWith(mark)
  }
  return left
}

/** Processes that have inherited a variable, by Linux's /proc. */
function processesWith(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'latin1')
        const state = /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
        if (!environment.includes(mark) || state === 'Z') return []
        return [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')]
      } catch {
        return []
      }
    })
}
