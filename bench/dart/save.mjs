// Save → the first answer of the new code under `oche dev`, asked for at once. The floor is what cannot be left out
// without a compiler that stays: the program compiled once, alone.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { median } from './figures.mjs'
import { standIn } from './stand-in.mjs'

export async function save(dart, rounds) {
  const project = mkdtempSync(join(tmpdir(), 'oche-bench-save-'))
  cpSync('bench/dart/project', project, { recursive: true })
  cpSync('dart/oche', join(project, 'packages/oche'), { recursive: true })
  const sdk = dart.isSdk ? undefined : standIn(dart, project)
  const env = sdk
    ? { ...process.env, PATH: join(sdk, 'bin') + delimiter + process.env.PATH }
    : process.env
  const dev = spawn(process.execPath, [resolve('dist/cli/main.js'), 'dev', '--port', '0'], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const measured = { floor: [], save: [] }
  try {
    const [line] = await once(dev.stdout.setEncoding('utf8'), 'data')
    const url = line.trim()
    const source = join(project, 'lib/answer.dart')
    const text = readFileSync(source, 'utf8')
    await answer(url)
    for (let round = 0; round < rounds; round++) {
      measured.floor.push(await timed(() => compileAlone(dart, project)))
      writeFileSync(source, text.replace('first', `round ${round}`))
      measured.save.push(await timed(() => isAnswered(url, `round ${round}`)))
    }
  } finally {
    const closed = once(dev, 'close')
    dev.kill('SIGINT')
    await closed
    rmSync(project, { recursive: true, force: true })
    if (sdk) rmSync(sdk, { recursive: true, force: true })
  }
  return report(dart, median(measured.floor), median(measured.save))
}

function compileAlone({ command, isSdk }, project) {
  const output = join(project, '.dart_tool/alone.dill')
  const args = isSdk
    ? ['compile', 'kernel', 'bin/api.dart', '-o', output]
    : [
        '--packages=.dart_tool/package_config.json',
        '--snapshot-kind=kernel',
        `--snapshot=${output}`,
        'bin/api.dart',
      ]
  execFileSync(command, args, { cwd: project, stdio: 'ignore' })
}

/** Nobody is answered by old code once a request came after the save. */
async function isAnswered(url, text) {
  const found = await answer(url)
  if (found !== text) throw new Error(`answered "${found}" after "${text}" was saved`)
}

async function answer(url) {
  return (await fetch(url)).text()
}

async function timed(work) {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function report({ isSdk }, floor, whole) {
  return [
    '## Save → the first answer of the new code under `oche dev` (ms)',
    '',
    ...(isSdk
      ? []
      : [
          'Without an SDK: what stands for its incremental compiler here compiles all, every time. What of a save is',
          'Oche’s own, and the start of the virtual machine, is the difference.',
          '',
        ]),
    '| | ms | ÷ floor |',
    '| --- | ---: | ---: |',
    `| floor: the program compiled once, alone | ${floor.toFixed(0)} | 1.0 |`,
    `| save → answer | ${whole.toFixed(0)} | ${(whole / floor).toFixed(2)} |`,
    `| the difference | ${(whole - floor).toFixed(0)} | |`,
  ]
}
