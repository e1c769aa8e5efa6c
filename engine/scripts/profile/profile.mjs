// Counts how often each line of C is run by the functions of the benchmarks and by `work.ts`, in Valgrind,
// and writes c.prof, by which the engine is compiled. Again where QuickJS has another version.
// Linux on x86_64, with Valgrind, binutils and a built dist/: node engine/scripts/profile/profile.mjs
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { httpEventV2 } from '../../../bench/engine/event.mjs'
import { ours } from '../../../bench/runtime/competitors.mjs'
import { counted, declared, profileText } from './lines.mjs'
import { answerEvents } from './runtime-api.mjs'

const here = import.meta.dirname
const root = join(here, '..', '..', '..')
const bare = join(root, 'engine/target/x86_64-unknown-linux-musl/release/oche-engine')
const TIMED = { maxBuffer: 2 ** 30, encoding: 'utf8' }

const item = {
  id: 7,
  name: 'item number',
  price: 7.25,
  tags: ['red', 'round'],
  inStock: true,
  note: null,
}
const items = (count) => ({
  version: '2.0',
  items: Array.from({ length: count }, () => item),
  last: 'x',
})

/** Of what is compiled: the test of the profile asks for it. */
const LOCK = readFileSync(join(root, 'engine/Cargo.lock'), 'utf8')
const VERSIONS = ['rquickjs-sys', 'ring']
  .map((name) => `${name} ${new RegExp(`name = "${name}"\\nversion = "(.*)"`).exec(LOCK)[1]}`)
  .join(', ')

const times = (count, event) => Array.from({ length: count }, () => event)

/** Sources and their events. */
const RUNS = [
  ['bench/runtime/functions/bun/echo.ts', [...times(600, items(8)), ...times(6, items(900))]],
  ['bench/engine/functions/hono.ts', times(600, httpEventV2)],
  ['bench/engine/functions/intl.ts', times(30, {})],
  ['engine/scripts/profile/work.ts', times(30, {})],
]

/** In the repository, whose packages the functions are bundled with. */
const scratch = join(root, '.oche', 'profile')
mkdirSync(scratch, { recursive: true })
try {
  process.chdir(root)
  // Compiled as it is written, so that each line is run where it stands.
  const env = { ...process.env, OCHE_PROFILE: '1' }
  execFileSync(process.execPath, ['engine/scripts/build.mjs', 'linux-x64'], {
    stdio: 'inherit',
    env,
  })
  const declaredAt = declared(execFileSync('readelf', ['--debug-dump=info', bare], TIMED))
  const quick = functionsOf('ring')
  const counts = []
  for (const [index, [source, events]] of RUNS.entries()) {
    const { command } = ours(join(scratch, String(index)), 'quickjs', source)
    const output = join(scratch, `${index}.callgrind`)
    const args = ['--tool=callgrind', '--dump-instr=yes', `--callgrind-out-file=${output}`]
    await answerEvents(events, (env) =>
      spawn('valgrind', [...args, ...command], { env, stdio: ['ignore', 'inherit', 'inherit'] }),
    )
    counts.push(counted(readFileSync(output, 'utf8'), declaredAt))
  }
  writeFileSync(join(here, 'c.prof'), profileText(counts, quick, VERSIONS))
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
console.error('npm run engine compiles by it')

/** Of a crate's own C, which is cryptography: a connection needs what no run here does. */
function functionsOf(crate) {
  const builds = join(bare, '..', 'build')
  const objects = readdirSync(builds, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.startsWith(`${crate}-`) && path.endsWith('.o') && !path.endsWith('-elf.o'),
  )
  const symbols = execFileSync('nm', ['--defined-only', ...objects], { ...TIMED, cwd: builds })
  return [...new Set(symbols.match(/(?<= [Tt] )\w+/g))].toSorted()
}
