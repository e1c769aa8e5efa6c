// What functions do beyond giving back their event, on our engines: a Hono app that answers a request, and
// Intl in several languages. Against a Runtime API in C. Writes bench/results/engine.md.
// Arguments: --rounds N (5), --no-save.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { httpEventV2 } from './event.mjs'
import { compileC, NotHere, ours } from '../runtime/competitors.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    'no-save': { type: 'boolean', default: false },
  },
})
const rounds = Number(options.rounds)
const ENGINES = ['quickjs', 'bun', 'node']
const FUNCTIONS = ['hono', 'intl']
/** Warm-up and count. Compilers that work while a program runs are done after the warm-up. */
const TIMES = '3000:5000'

if (process.platform !== 'linux') unable('it pins processes and reads /proc: Linux only')

const root = resolve('.oche/bench/engine')
mkdirSync(root, { recursive: true })
const event = join(root, 'event.json')
writeFileSync(event, JSON.stringify(httpEventV2))

const driver = prepared(() => compileC('driver.c', join(root, 'driver')))
const built = FUNCTIONS.flatMap((name) =>
  ENGINES.map((engine) => ({ name, engine, ...prepared(() => build(name, engine)), rounds: [] })),
)
for (let round = 0; round < rounds; round++) {
  console.error(`round ${round + 1} of ${rounds}`)
  for (const one of built) one.rounds.push(measure(one))
}
report()

function build(name, engine) {
  const folder = join(root, `${name}-${engine}`)
  return ours(folder, engine, join(import.meta.dirname, 'functions', `${name}.ts`))
}

function measure({ command }) {
  const pinned = ['--pin', String(os.availableParallelism() - 1)]
  const args = [...pinned, '--event', event, '--phase', `0:${TIMES}`, '--', ...command]
  const { status, stdout, stderr } = spawnSync(driver, args, {
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${command[0]}: ${stderr}`)
  const { firstAnswerUs, phases } = JSON.parse(stdout.trim().split('\n').at(-1))
  return { first: firstAnswerUs / 1000, us: phases[0].p50Us, peak: phases[0].peakKb / 1024 }
}

function report() {
  const text = [
    '# What functions do, on each engine',
    '',
    `\`hono\`: an app with a middleware and a parameter in its path answers a request. \`intl\`: a price, a date`,
    'in a zone, an order, a plural and upper case, each in another language. On one core that server and',
    `function share: an invocation’s median, the first answer from the start of the process. ${rounds} rounds,`,
    'of which the median counts.',
    '',
    '| | engine | first answer (ms) | one invocation (µs) | peak memory (MB) |',
    '| --- | --- | --- | --- | --- |',
    ...built.map(({ name, engine, rounds: all }) => {
      const figure = (of) => median(all.map(of)).toFixed(1)
      const figures = [({ first }) => first, ({ us }) => us, ({ peak }) => peak].map(figure)
      return `| ${[name, engine, ...figures].join(' | ')} |`
    }),
    '',
  ].join('\n')
  console.log(text)
  if (!options['no-save']) writeFileSync('bench/results/engine.md', text)
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function prepared(make) {
  try {
    return make()
  } catch (error) {
    if (error instanceof NotHere) return unable(error.message)
    throw error
  }
}

function unable(reason) {
  console.error(`cannot measure here: ${reason}`)
  process.exit(77)
}
