// Counts how often each line of C is run by the functions of the benchmarks and by `work.ts`, in Valgrind,
// and writes c.prof, by which the engine is compiled. Again where QuickJS has another version.
// Linux on x86_64, with Valgrind, binutils and a built dist/: node engine/scripts/profile/profile.mjs
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { httpEventV2 } from '../../../bench/engine/event.mjs'
import { ours } from '../../../bench/runtime/competitors.mjs'
import { counted, declared, profileText } from './lines.mjs'

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
    await run(
      ['--tool=callgrind', '--dump-instr=yes', `--callgrind-out-file=${output}`, ...command],
      events,
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

/** Plays the Runtime API until all events are answered. */
async function run(args, events) {
  const left = [...events]
  const server = createServer((request, response) => {
    request.resume()
    if (request.method === 'POST') return response.writeHead(202).end('{"status":"OK"}')
    if (left.length === 0) return child.kill('SIGTERM')
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + 900_000),
      'Lambda-Runtime-Invoked-Function-Arn':
        'arn:aws:lambda:us-east-1:123456789012:function:profile',
    })
    response.end(JSON.stringify(left.pop()))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const env = {
    PATH: process.env.PATH,
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${server.address().port}`,
    AWS_LAMBDA_FUNCTION_NAME: 'profile',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_REGION: 'us-east-1',
  }
  const child = spawn('valgrind', args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  await new Promise((resolve) => child.on('exit', resolve))
  server.closeAllConnections()
  server.close()
  if (left.length > 0) throw new Error(`${args.at(-1)} ended with ${left.length} events left`)
}
