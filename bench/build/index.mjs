// `oche build` beside the bare compiler: cold (no .oche), warm (the source changed) and with nothing
// changed. Writes bench/results/build.md. Arguments: the number of rounds.
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const rounds = Number(process.argv[2] ?? 5)
const program = resolve('dist/cli/main.js')
const bun = resolve('node_modules/bun/bin/bun.exe')

/** What is compiled: its folder, its source, and the bare compiler's command for it. */
const subjects = [
  {
    name: 'TypeScript by Bun (examples/hono)',
    make: (folder) =>
      cpSync('examples/hono', folder, {
        recursive: true,
        filter: (path) => !path.includes('.oche'),
      }),
    source: 'src/index.ts',
    compile: [
      bun,
      'build',
      '--compile',
      '--target=bun-linux-arm64',
      'src/index.ts',
      '--outfile',
      'bare',
    ],
  },
  {
    name: 'C by "build: cc"',
    needs: 'cc',
    make: (folder) => {
      cpSync('bench/floor/function.c', join(folder, 'function.c'))
      writeFileSync(join(folder, 'oche.yaml'), 'name: c\nbuild: cc -O2 -o "$OCHE_OUT" function.c\n')
    },
    source: 'function.c',
    compile: ['cc', '-O2', '-o', 'bare', 'function.c'],
    arch: process.arch === 'arm64' ? 'arm64' : 'x86_64',
  },
]

const rows = subjects.filter(available).map(measure)
const head = '| | bare compiler | cold | warm | nothing changed |\n| --- | --- | --- | --- | --- |'
const table = [head, ...rows].join('\n')
console.log(table)
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/build.md',
  `# oche build\n\nMedian of ${rounds} rounds, interleaved; milliseconds, and the ratio to the bare compiler, which makes\nan executable and neither checks nor packs it. Everything is a fresh process.\n\n${table}\n`,
)

function available({ name, needs }) {
  if (needs === undefined || spawnSync(needs, ['--version']).status === 0) return true
  console.error(`left out: ${name}, as there is no ${needs}`)
  return false
}

function measure({ name, make, source, compile, arch = 'arm64' }) {
  mkdirSync('.oche', { recursive: true })
  const folder = mkdtempSync(join('.oche', 'bench-build-'))
  const times = { bare: [], cold: [], warm: [], unchanged: [] }
  const change = (round) => appendFileSync(join(folder, source), `\n// ${round}\n`)
  const build = () =>
    execFileSync(process.execPath, [program, 'build', '--arch', arch, '--cwd', folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  try {
    make(folder)
    for (let round = 0; round < rounds; round++) {
      const [command, ...args] = compile
      times.bare.push(timed(() => execFileSync(command, args, { cwd: folder, stdio: 'ignore' })))
      rmSync(join(folder, 'bare'))
      rmSync(join(folder, '.oche'), { recursive: true, force: true })
      times.cold.push(timed(build))
      change(round)
      times.warm.push(timed(build))
      times.unchanged.push(timed(build))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const bare = median(times.bare)
  const cell = (values) => `${median(values).toFixed(0)} ms, ${(median(values) / bare).toFixed(2)}×`
  const others = [times.cold, times.warm, times.unchanged].map(cell)
  return `| ${name} | ${bare.toFixed(0)} ms | ${others.join(' | ')} |`
}

function timed(work) {
  const started = performance.now()
  work()
  return performance.now() - started
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
