// Save → the first answer of the new code under `oche dev`, asked for at once.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { median } from './figures.mjs'
import { reloads } from './reload.mjs'
import { standIn } from './stand-in.mjs'

const TITLE = '## Save → the first answer of the new code under `oche dev` (ms)'

export async function save(dart, rounds) {
  const project = mkdtempSync(join(tmpdir(), 'oche-bench-save-'))
  cpSync('bench/dart/project', project, { recursive: true })
  cpSync('dart/oche', join(project, 'packages/oche'), { recursive: true })
  try {
    return dart.isSdk ? await bySdk(dart, project, rounds) : await withoutSdk(dart, project, rounds)
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

async function bySdk(dart, project, rounds) {
  const compile = [
    'compile',
    'kernel',
    'bin/api.dart',
    '-o',
    join(project, '.dart_tool/alone.dill'),
  ]
  const whole = await saves(project, process.env, rounds)
  const floor = alone(dart, compile, project, rounds)
  return table([
    ['all compiled once, alone: `dart compile kernel`', floor],
    ['save → answer', whole],
  ])
}

/** What an SDK has beside the virtual machine is stood in for; each part of a save is measured by itself. */
async function withoutSdk(dart, project, rounds) {
  const sdks = [standIn(dart, project), standIn({ ...dart, command: undefined }, project)]
  try {
    const [compiling, idle] = sdks.map((sdk) => ({
      ...process.env,
      PATH: join(sdk, 'bin') + delimiter + process.env.PATH,
    }))
    const whole = await saves(project, compiling, rounds)
    const own = await saves(project, idle, rounds)
    const config = `--packages=${join(project, '.dart_tool/package_config.json')}`
    const output = join(project, '.dart_tool/alone.dill')
    const compile = [config, '--snapshot-kind=kernel', `--snapshot=${output}`, 'bin/api.dart']
    return [
      ...table([
        ['all compiled once, alone', alone(dart, compile, project, rounds)],
        ['save → answer, where all is compiled anew', whole],
        [
          'one file compiled by the same front end incrementally, and loaded',
          await reloads(dart, config, project, rounds),
        ],
        ['save → answer, where compiling takes no time', own],
      ]),
      '',
      'Here is no SDK, and so no incremental compiler that stays. What stands in for it compiles all, every time; the',
      'third line is the virtual machine’s own reload, which has the same front end; the last is Oche’s own share, with a',
      'program that Node.js runs.',
    ]
  } finally {
    for (const sdk of sdks) rmSync(sdk, { recursive: true, force: true })
  }
}

async function saves(project, env, rounds) {
  const args = [resolve('dist/cli/main.js'), 'dev', '--port', '0']
  const dev = spawn(process.execPath, args, {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const source = join(project, 'bin/answer.dart')
  const text = readFileSync(source, 'utf8')
  try {
    const [line] = await once(dev.stdout.setEncoding('utf8'), 'data')
    const url = line.trim()
    await answer(url)
    const measured = []
    for (let round = 0; round < rounds; round++) {
      writeFileSync(source, text.replace('first', `round ${round}`))
      const started = performance.now()
      const found = await answer(url)
      measured.push(performance.now() - started)
      // Nobody is answered by old code once a request came after the save.
      if (!found.includes(`round ${round}`)) throw new Error(`answered ${found} in round ${round}`)
    }
    return median(measured)
  } finally {
    const closed = once(dev, 'close')
    dev.kill('SIGINT')
    await closed
    writeFileSync(source, text)
  }
}

async function answer(url) {
  return (await fetch(url)).text()
}

function alone({ command }, args, cwd, rounds) {
  const measured = Array.from({ length: rounds }, () => {
    const started = performance.now()
    execFileSync(command, args, { cwd, stdio: 'ignore' })
    return performance.now() - started
  })
  return median(measured)
}

function table(rows) {
  return [
    TITLE,
    '',
    '| | ms |',
    '| --- | ---: |',
    ...rows.map(([name, ms]) => `| ${name} | ${ms.toFixed(0)} |`),
  ]
}
