// A function that gives back its event, in Dart beside the engines of TypeScript, against a Runtime API in C.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import os from 'node:os'
import { join, resolve } from 'node:path'
import { compileC, competitors, NotHere, prepare } from '../runtime/competitors.mjs'
import { median } from './figures.mjs'
import { compile } from './sdk.mjs'

const BESIDE = [
  'C, raw socket (the floor)',
  'Oche on QuickJS',
  'Oche on Bun, compiled',
  'Oche on Node.js 24',
]
const PHASES = ['--phase', '1024:5000:5000', '--phase', '102400:300:300']

const COLUMNS = [
  { title: 'start, ms', of: ({ firstAnswerUs }) => firstAnswerUs / 1000 },
  { title: '1 KB, µs', of: ({ phases }) => phases[0].us },
  { title: '100 KB, µs', of: ({ phases }) => phases[1].us },
  { title: 'peak, MB', of: ({ phases }) => phases[1].peakKb / 1024 },
]

export async function functions(dart, rounds) {
  const title = '## A function that gives back its event, beside those of TypeScript'
  if (process.platform !== 'linux') return [title, '', 'Not measured: Linux only.']
  const root = resolve('.oche/bench/runtime')
  mkdirSync(root, { recursive: true })
  const driver = compileC('driver.c', join(root, 'driver'))
  const { built, missing } = prepareAll(dart, root)
  const results = new Map(built.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const one of built) results.get(one.name).push(drive(driver, one))
  }
  const figures = [...results].map(([name, all]) => ({
    name,
    values: COLUMNS.map(({ of }) => median(all.map(of))),
  }))
  const own = figures.find(({ name }) => name.includes('Dart')).values
  return [
    title,
    '',
    'Server and function share one core. In brackets: ÷ Dart.',
    ...missing.map((reason) => `Not measured: ${reason}.`),
    '',
    `| | ${COLUMNS.map(({ title }) => title).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(COLUMNS.length)}`,
    ...figures.map(
      ({ name, values }) =>
        `| ${name} | ${values.map((it, at) => cell(it, own[at])).join(' | ')} |`,
    ),
  ]
}

function prepareAll(dart, root) {
  const built = []
  const missing = []
  const beside = competitors.filter(({ name }) => BESIDE.includes(name))
  const ours = { name: `Oche on Dart, ${dart.isSdk ? 'compiled' : 'virtual machine'}`, dart }
  for (const one of [...beside, ours]) {
    try {
      built.push(one.dart ? prepareDart(one) : prepare(one, root))
    } catch (error) {
      if (!(error instanceof NotHere)) throw error
      missing.push(`${one.name}: ${error.message}`)
    }
  }
  return { built, missing }
}

function prepareDart({ name, dart }) {
  const command = compile(dart, 'bench/dart/echo.dart', join(dart.folder, 'echo'))
  return { name, command, cwd: dart.folder, env: {} }
}

function drive(driver, { name, command, cwd, env }) {
  const pinned = ['--pin', String(os.availableParallelism() - 1)]
  const { status, stdout, stderr } = spawnSync(driver, [...pinned, ...PHASES, '--', ...command], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${name}: ${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1))
}

function cell(value, own) {
  return `${value.toFixed(value < 100 ? 1 : 0)} (${(value / own).toFixed(2)})`
}
