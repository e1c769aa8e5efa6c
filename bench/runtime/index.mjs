// Our runtime beside Lambda's official clients: start and warm invocations of the same function, which
// gives back its event, against a Runtime API in C. Writes bench/results/runtime.md.
// Arguments: --rounds N (9), --only PART (names that contain it, besides the floor), --no-save.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { deflateRaw } from 'pako'
import { compileC, competitors, NotHere, prepare } from './competitors.mjs'
import { sizes, tables } from './table.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    only: { type: 'string' },
    'no-save': { type: 'boolean', default: false },
  },
})
const rounds = Number(options.rounds)
const REFERENCE = 'Rust, lambda_runtime'
/** Bytes, warm-up, count. Compilers that work while a program runs are done after the warm-up. */
const PHASES = ['--phase', '1024:5000:10000', '--phase', '102400:300:400']
const FIRST_ONLY = ['--phase', '1024:0:0']

if (process.platform !== 'linux') unable('it pins processes and reads /proc: Linux only')

const root = resolve('.oche/bench/runtime')
mkdirSync(root, { recursive: true })
const driver = buildOrEnd(() => compileC('driver.c', join(root, 'driver')))
const missing = []
const built = []
for (const competitor of competitors) {
  if (built.length > 0 && options.only && !competitor.name.includes(options.only)) continue
  console.error(competitor.name)
  try {
    built.push(withSizes(prepare(competitor, root)))
  } catch (error) {
    if (!(error instanceof NotHere)) throw error
    missing.push(`${competitor.name}: ${error.message}`)
  }
}

const results = new Map(built.map(({ name }) => [name, []]))
for (let round = 0; round < rounds; round++) {
  console.error(`round ${round + 1} of ${rounds}`)
  // Each round begins with another one, so that none always follows the same.
  const order = built.map((_, index) => built[(index + round) % built.length])
  for (const one of order) results.get(one.name).push(measure(one))
}
report()

function measure(one) {
  const pinned = ['--pin', String(os.availableParallelism() - 1)]
  const evict = one.evict.flatMap((file) => ['--evict', file])
  // Uncounted: what has not been used for a while is slow to come even from memory on a virtual machine.
  drive(one, FIRST_ONLY)
  const warm = drive(one, FIRST_ONLY)
  const cold = drive(one, [...evict, ...FIRST_ONLY])
  const { phases } = drive(one, [...pinned, ...PHASES])
  return {
    start: warm.firstAnswerUs,
    firstPeak: warm.phases[0].peakKb,
    cold: cold.firstAnswerUs,
    phases,
  }
}

function drive({ name, command, cwd, env }, args) {
  const { status, stdout, stderr } = spawnSync(driver, [...args, '--', ...command], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${name}: ${stderr}`)
  // What a function prints itself comes before.
  return JSON.parse(stdout.trim().split('\n').at(-1))
}

/** The zip's size without its directory, which has some hundred bytes. */
function withSizes(one) {
  const files = one.upload.map((file) => readFileSync(file))
  return {
    ...one,
    bytes: files.reduce((sum, file) => sum + file.length, 0),
    zipBytes: files.reduce((sum, file) => sum + deflateRaw(file, { level: 9 }).length, 0),
  }
}

function report() {
  const text = [
    '# The runtime beside Lambda’s official clients',
    '',
    `The function gives back its event. ${rounds} rounds, each competitor once a round; ` +
      `${os.cpus()[0].model.trim()}, ${os.availableParallelism()} cores, Linux ${os.release()}.`,
    'Warm figures: server and function share one core, since waking a halted core hides the differences;',
    'processor time is that of the function’s threads alone. Starts: not pinned; before the one with a',
    'warm page cache goes another that is not counted. Peak memory counts the pages of the executable that',
    'are in memory (VmHWM).',
    ...missing.map((reason) => `\nNot measured: ${reason}`),
    '',
    tables(results, REFERENCE).join('\n\n'),
    '',
    sizes(built),
    '',
  ].join('\n')
  console.log(text)
  if (options['no-save']) return
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/runtime.md', text)
}

function buildOrEnd(build) {
  try {
    return build()
  } catch (error) {
    return unable(error.message)
  }
}

function unable(reason) {
  console.error(`cannot measure here: ${reason}`)
  process.exit(77)
}
