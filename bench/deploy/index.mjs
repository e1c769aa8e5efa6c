// `oche deploy` beside cargo-lambda's deploy of the same executable, both to ministack: a function
// that is made, one whose code changes, one of which nothing changes. Each run goes through a proxy
// that counts its calls. Writes bench/results/deploy.md. Arguments: the number of rounds.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startCounter } from './counter.mjs'
import { startMinistack } from './ministack.mjs'

const rounds = Number(process.argv[2] ?? 5)
const program = resolve('dist/cli/main.js')

for (const tool of ['python3', 'cargo']) {
  if (spawnSync(tool, ['--version']).status === 0) continue
  console.error(`needs ${tool}, which is not installed`)
  process.exit(77)
}

const folder = mkdtempSync(join(tmpdir(), 'oche-bench-'))
const venv = join(folder, 'venv')
python('python3', ['-m', 'venv', venv])
python(join(venv, 'bin/pip'), [
  'install',
  '--quiet',
  '--disable-pip-version-check',
  'ministack==1.5.33',
  'cargo-lambda==1.9.2',
])
const server = await startMinistack(join(venv, 'bin/ministack'))

function python(command, args) {
  if (spawnSync(command, args, { stdio: ['ignore', process.stderr, 'inherit'] }).status === 0)
    return
  console.error('could not install ministack and cargo-lambda')
  process.exit(77)
}

/** A project of each for the same executable; cargo-lambda reads a manifest whatever it deploys. */
function makeProject(name) {
  const path = join(folder, name)
  mkdirSync(join(path, 'src'), { recursive: true })
  cpSync('/bin/true', join(path, 'bootstrap'))
  const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64'
  const http = '{ kind: url, access: public }'
  writeFileSync(
    join(path, 'oche.yaml'),
    `name: ${name}\nbuild: 'true'\narch: ${arch}\nhttp: ${http}\n`,
  )
  const manifest = `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n`
  writeFileSync(join(path, 'Cargo.toml'), manifest)
  writeFileSync(join(path, 'src/main.rs'), 'fn main() {}\n')
  return path
}

const competitors = {
  oche: (_name, path) => [
    process.execPath,
    [program, 'deploy', '--quiet', '--cwd', path, '--artifact', 'bootstrap'],
  ],
  'cargo-lambda': (name) => [
    join(venv, 'bin/cargo-lambda'),
    `lambda deploy --binary-path bootstrap --enable-function-url --alias live ${name}`.split(' '),
  ],
}

async function timed(competitor, name, path) {
  const counter = await startCounter(server.url)
  const [command, args] = competitors[competitor](name, path)
  const started = performance.now()
  const child = spawn(command, args, {
    cwd: path,
    stdio: 'ignore',
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: counter.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
    },
  })
  const [status] = await once(child, 'exit')
  const ms = performance.now() - started
  await counter.close()
  if (status !== 0) throw new Error(`${competitor} ended with ${status}`)
  return { ms, ...counter.count() }
}

const situations = ['made', 'code changed', 'nothing changed']
const results = Object.fromEntries(
  situations.map((situation) => [situation, { oche: [], 'cargo-lambda': [] }]),
)
try {
  for (let round = 0; round < rounds; round++) {
    for (const competitor of Object.keys(competitors)) {
      const name = `${competitor}-${round}`
      const path = makeProject(name)
      for (const situation of situations) {
        // What follows the last section of an ELF file is never loaded.
        if (situation === 'code changed') appendFileSync(join(path, 'bootstrap'), 'changed')
        results[situation][competitor].push(await timed(competitor, name, path))
      }
    }
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const of = (runs, key) => median(runs.map((run) => run[key]))
const cell = (runs) =>
  `${Math.round(of(runs, 'ms'))} ms, ${of(runs, 'reads')} reads, ${of(runs, 'writes')} writes, ${(of(runs, 'bytes') / 1000).toFixed(0)} kB sent`

const calls = (runs) => of(runs, 'reads') + of(runs, 'writes')

const rows = situations.map((situation) => {
  const { oche, 'cargo-lambda': peer } = results[situation]
  const ratio = (key) => (of(oche, key) / of(peer, key)).toFixed(2)
  return `| ${situation} | ${cell(oche)} | ${cell(peer)} | ${ratio('ms')} | ${(calls(oche) / calls(peer)).toFixed(2)} |`
})
const table = [
  '| | oche | cargo-lambda | time, oche : cargo-lambda | calls |',
  '| --- | --- | --- | --- | --- |',
  ...rows,
].join('\n')
console.log(table)
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/deploy.md',
  `# oche deploy\n\nMedian of ${rounds} rounds, interleaved, on ministack, where a call takes next to no time and an update of\na function takes half a second: on AWS each call costs 50 to 300 ms more. The same executable for both,\na public URL and an alias for both; only oche makes a log group and gives the second permission of the\nURL. cargo-lambda probes a new role for up to 20 s and sends the code each time.\n\n${table}\n`,
)
