// What carries the calls of the Runtime API in Dart, beside the SDK's HttpClient and beside sockets alone,
// in one virtual machine. Writes bench/results/dart.md. Needs `dart` on the PATH, or OCHE_DART.
// Arguments: --rounds N (9), --no-save.
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { serve } from './server.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    'no-save': { type: 'boolean', default: false },
  },
})
const SIZES = [
  { title: '1 KB', bytes: 1024, count: 2000 },
  { title: '100 KB', bytes: 102_400, count: 300 },
]

const dart = process.env.OCHE_DART ?? 'dart'
const found = spawnSync(dart, ['--version'], { encoding: 'utf8' })
if (found.status !== 0) {
  console.log('there is no dart on the PATH, and OCHE_DART names none')
  process.exit(77)
}
const version = `${found.stdout}${found.stderr}`.trim()

const lines = [
  `One invocation, next and response, in microseconds: median of ${options.rounds} rounds.`,
  '',
  `${version}; ${os.cpus()[0].model}, ${os.availableParallelism()} cores.`,
]
for (const { title, bytes, count } of SIZES) lines.push('', ...(await table(title, bytes, count)))
console.log(lines.join('\n'))
if (!options['no-save']) {
  writeFileSync('bench/results/dart.md', `# dart\n\n${lines.join('\n')}\n`)
}

async function table(title, bytes, count) {
  const figures = Object.entries(await measure(bytes, count)).map(([name, rounds]) => ({
    name,
    us: median(rounds),
  }))
  const client = figures.find(({ name }) => name === 'HttpClient').us
  return [
    `| ${title} | µs | ÷ HttpClient |`,
    '| --- | ---: | ---: |',
    ...figures.map(
      ({ name, us }) => `| ${name} | ${us.toFixed(0)} | ${(us / client).toFixed(2)} |`,
    ),
  ]
}

async function measure(bytes, count) {
  const server = await serve(bytes)
  const numbers = [bytes, options.rounds, count, ...server.lengths].map(String)
  const args = [`--packages=${packageConfig()}`, 'bench/dart/transports.dart']
  const { stdout } = await promisify(execFile)(dart, [...args, server.address, ...numbers])
  server.close()
  return JSON.parse(stdout)
}

/** What `dart pub get` would write. */
function packageConfig() {
  const folder = resolve('.oche/bench/dart')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'package_config.json')
  const rootUri = pathToFileURL(resolve('dart/oche')).href
  const languageVersion = /(\d+\.\d+)/.exec(version)[1]
  const oche = { name: 'oche', rootUri, packageUri: 'lib/', languageVersion }
  writeFileSync(file, JSON.stringify({ configVersion: 2, packages: [oche] }))
  return file
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
