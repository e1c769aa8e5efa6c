// Save → new answer under `oche dev`, for examples/hono. The floor is what cannot be left out: Bun
// bundling the same source once. Writes bench/results/dev.md. Arguments: the number of rounds.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'

const rounds = Number(process.argv[2] ?? 15)
mkdirSync('.oche', { recursive: true })
const folder = mkdtempSync(join('.oche', 'bench-dev-'))
cpSync('examples/hono', folder, { recursive: true, filter: (path) => !path.includes('.oche') })
const source = join(folder, 'src', 'index.ts')
const text = readFileSync(source, 'utf8')
const bun = join('node_modules', 'bun', 'bin', 'bun.exe')

const dev = spawn(process.execPath, ['dist/cli/main.js', 'dev', '--port', '0', '--cwd', folder], {
  stdio: ['ignore', 'pipe', 'ignore'],
})
const measured = { save: [], floor: [] }
try {
  const [line] = await once(dev.stdout.setEncoding('utf8'), 'data')
  const url = line.trim()
  await answer(url)
  for (let round = 0; round < rounds; round++) {
    measured.floor.push(await timed(() => bundle()))
    measured.save.push(await timed(() => saveUntilAnswered(url, `Hello ${round}`)))
  }
} finally {
  const closed = once(dev, 'close')
  dev.kill('SIGINT')
  await closed
  rmSync(folder, { recursive: true, force: true })
}
report()

async function saveUntilAnswered(url, greeting) {
  writeFileSync(source, text.replace('Hello from Hono', greeting))
  while ((await answer(url)).message !== greeting);
}

async function answer(url) {
  return (await fetch(url)).json()
}

function bundle() {
  execFileSync(bun, ['build', '--target=bun', source, '--outfile', join(folder, 'floor.js')], {
    stdio: 'ignore',
  })
}

async function timed(work) {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function report() {
  const floor = summary(measured.floor)
  const save = summary(measured.save)
  const row = (name, one) =>
    `| ${name} | ${one.map((ms) => ms.toFixed(0)).join(' | ')} | ${(one[1] / floor[1]).toFixed(1)} |`
  const table = [
    '| | min ms | median ms | max ms | ratio |',
    '| --- | --- | --- | --- | --- |',
    row('floor: Bun bundles the source once', floor),
    row('save → new answer', save),
  ].join('\n')
  console.log(table)
  mkdirSync('bench/results', { recursive: true })
  writeFileSync(
    'bench/results/dev.md',
    `# Save → new answer under \`oche dev\`\n\nexamples/hono, ${rounds} rounds, Node ${process.versions.node}.\n\n${table}\n`,
  )
}

function summary(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
}
