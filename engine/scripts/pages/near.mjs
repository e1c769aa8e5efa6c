// Runs functions in Valgrind, and writes near.txt: what of the engine their start and first
// invocations touch, by name. Again where much has changed: what it does not name comes later, and works.
// Linux on x86_64, with Valgrind, binutils and a built dist/: node engine/scripts/pages/near.mjs
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { httpEventV2 } from '../../../bench/engine/event.mjs'
import { ours } from '../../../bench/runtime/competitors.mjs'
import { answerEvents } from '../profile/runtime-api.mjs'

const here = import.meta.dirname
const root = join(here, '..', '..', '..')
const bare = join(root, 'engine/target/x86_64-unknown-linux-musl/release/oche-engine')

/** Sources and their events. */
const RUNS = [
  ['bench/runtime/functions/bun/echo.ts', [{ count: 1.5, text: 'x' }, { list: [null, true] }]],
  ['bench/engine/functions/hono.ts', [httpEventV2, httpEventV2]],
  ['engine/scripts/pages/urls.ts', [httpEventV2]],
]

/** In the repository, whose packages the functions are bundled with. */
const scratch = join(root, '.oche', 'near')
mkdirSync(scratch, { recursive: true })
try {
  process.chdir(root)
  execFileSync(process.execPath, ['engine/scripts/build.mjs', 'linux-x64'], {
    stdio: 'inherit',
    env: { ...process.env, CARGO_PROFILE_RELEASE_STRIP: 'none' },
  })
  const symbols = symbolsOf(bare)
  const touched = new Set()
  for (const [index, [source, events]] of RUNS.entries()) {
    const { command } = ours(join(scratch, String(index)), 'quickjs', source)
    await touch(command, events, symbols, touched)
  }
  writeFileSync(join(here, 'near.txt'), `${[...touched].toSorted().join('\n')}\n`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
console.error('npm run engine lays the engine out by it')

/** Names, aliases included, by each address that they cover. */
function symbolsOf(executable) {
  const text = execFileSync('nm', ['--defined-only', '--print-size', executable], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const symbols = new Map()
  for (const [, address, size, name] of text.matchAll(/^(\w+) (\w+) [tTwWrR] (\S+)$/gm)) {
    const from = Number.parseInt(address, 16)
    for (let at = from; at < from + Number.parseInt(size, 16); at++)
      symbols.set(at, [...(symbols.get(at) ?? []), withoutHash(name)])
  }
  return symbols
}

/** What the next compilation names otherwise: Rust's hashes, and the numbers that LLVM adds. */
function withoutHash(name) {
  return name
    .replace(/17h[\da-f]{16}E.*$/, '17h*')
    .replace(/(\.llvm)?\.\d+$/, '')
    .replace(/Cs[\da-zA-Z]{8,13}_/g, 'Cs*_')
}

/** Adds the names of what is run or read. */
function touch(command, events, symbols, touched) {
  const args = ['--tool=lackey', '--trace-mem=yes', '--log-fd=3', ...command]
  return answerEvents(events, (env) => {
    const child = spawn('valgrind', args, { env, stdio: ['ignore', 'inherit', 'inherit', 'pipe'] })
    // `I  011b1560,3` is code, three bytes of it; ` L ` is read, ` S ` and ` M ` are written.
    createInterface(child.stdio[3]).on('line', (line) => {
      const at = Number.parseInt(line.slice(3), 16)
      const names = symbols.get(at)
      if (names === undefined) return
      for (const name of names) touched.add(name)
      // Once is enough.
      symbols.delete(at)
    })
    return child
  })
}
