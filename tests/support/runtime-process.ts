import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compiled } from './compiled.ts'
import { within } from './until.ts'

/** What executes JavaScript in these tests; a compiled bootstrap is Bun as well. */
export type Engine = 'bun' | 'node' | 'quickjs'

/** The small engine has to be built first: .ci/suites/engine asks for it. */
export const engines: Engine[] =
  process.env['OCHE_TEST_ENGINE'] === 'quickjs' ? ['quickjs'] : ['bun', 'node']

/** Those that have a server of node:http. QuickJS has none: it refuses Express and its like. */
export const serving: Engine[] = engines.filter((engine) => engine !== 'quickjs')

const bun = fileURLToPath(new URL('../../node_modules/bun/bin/bun.exe', import.meta.url))
const runtime = fileURLToPath(new URL('../../src/runtime/', import.meta.url))
/** Where esbuild is installed. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const fixtures = fileURLToPath(new URL('../fixtures/runtime/', import.meta.url))

export interface RuntimeProcess extends AsyncDisposable {
  child: ChildProcess
  /** What it has written so far. */
  stdout(): string
  stderr(): string
  /** Waits until standard output contains a text. */
  printed(text: string): Promise<void>
  /** Status and signal, once it has ended. */
  exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** Bundles of the entry that `oche build` writes, one a fixture and engine, made once per test file. */
export class Entries implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'oche-runtime-'))
  readonly #made = new Map<string, string>()

  /** @param fixture name of a file in tests/fixtures/runtime, or a whole path */
  get(engine: Engine, fixture: string): string {
    const key = `${engine}-${fixture.replace(/\W+/g, '-')}`
    const made = this.#made.get(key) ?? this.#make(engine, fixture, key)
    this.#made.set(key, made)
    return made
  }

  start(engine: Engine, fixture: string, env: Record<string, string | undefined>): RuntimeProcess {
    const entry = this.get(engine, fixture)
    if (engine === 'quickjs') return launch(entry, [], env)
    return launch(engine === 'bun' ? bun : process.execPath, [entry], env)
  }

  #make(engine: Engine, fixture: string, key: string): string {
    const source = fixture.includes('/') ? fixture : join(fixtures, fixture)
    const entry = join(this.#folder, `${key}.ts`)
    const output = join(this.#folder, `${key}.mjs`)
    writeFileSync(
      entry,
      (engine === 'bun'
        ? `import ${JSON.stringify(join(runtime, 'bun/text-responses.ts'))}\n`
        : '') +
        `import { run } from ${JSON.stringify(join(runtime, 'index.ts'))}\n` +
        `import { makeFetch } from ${JSON.stringify(join(runtime, 'listener/index.ts'))}\n` +
        `run(() => import(${JSON.stringify(source)}), makeFetch)\n`,
    )
    if (engine === 'quickjs') return compileQuickJs(entry, join(this.#folder, key))
    execFileSync(bun, ['build', `--target=${engine}`, entry, '--outfile', output], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return output
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** As `oche build` does, in a process of its own: what makes an entry here does not wait. */
function compileQuickJs(entry: string, output: string): string {
  const engine = compiled('src/build/compilers/typescript/quickjs/engine.ts')
  const request = { root, entry, external: [], packed: [], output }
  const scratch = `${output}-scratch`
  const script = `
    const { quickjsEngine } = await import(${JSON.stringify(engine)})
    const request = ${JSON.stringify({ ...request, scratch })}
    await quickjsEngine.compileForHost(request).catch((error) => {
      console.error(error.message, error.detail ?? '')
      process.exit(1)
    })`
  mkdirSync(scratch, { recursive: true })
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return output
}

/** A process with nothing of this one’s environment but what it takes to start. */
export function launch(
  command: string,
  args: string[],
  env: Record<string, string | undefined>,
): RuntimeProcess {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  const readers = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text
    readers.forEach((wake) => wake())
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text))
  const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  )
  return {
    child,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    async printed(text) {
      const until = async () => {
        while (!written.stdout.includes(text)) {
          await new Promise<void>((resolve) => readers.add(resolve))
        }
      }
      await within(`"${text}" on standard output`, until(), { instead: () => written })
    },
    exit,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exit
    },
  }
}
