// What is measured: how each function is built, started, and what of it would be uploaded.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

const here = import.meta.dirname
const bun = resolve('node_modules/bun/bin/bun.exe')

/** A tool that is not there: this competitor is left out, with the reason. */
export class NotHere extends Error {}

/**
 * Each has `prepare(folder)`, which builds in a folder of its own and returns the command, its
 * variables, the files that leave the page cache before a cold start, and those of the upload.
 */
export const competitors = [
  { name: 'C, raw socket (the floor)', prepare: floor },
  { name: 'Oche on QuickJS', prepare: (folder) => ours(folder, 'quickjs') },
  { name: 'Oche on Bun, compiled', prepare: (folder) => ours(folder, 'bun') },
  { name: 'fetch loop on Bun, compiled', prepare: fetchLoop },
  { name: 'Rust, lambda_runtime', prepare: rust },
  { name: 'Go, aws-lambda-go', prepare: go },
  { name: 'Python, awslambdaric', prepare: python },
  { name: 'Oche on Node.js 24', prepare: oursOnNode },
  { name: 'Node.js 24, aws-lambda-ric', prepare: ric },
]

/** Compiles a C file of bench/floor. */
export function compileC(source, output) {
  run('gcc', ['-O2', '-o', output, resolve('bench/floor', source)])
  return output
}

function floor(folder) {
  return binary(compileC('function.c', join(folder, 'bootstrap')))
}

/** A function on one of our engines. */
export function ours(folder, engine, source = join(here, 'functions/bun/echo.ts')) {
  cpSync(source, join(folder, 'src/index.ts'))
  writeFileSync(join(folder, 'oche.yaml'), `name: bench\nengine: ${engine}\n`)
  const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64'
  const args = ['dist/cli/main.js', 'build', '--cwd', folder, '--arch', arch, '--json']
  const [{ executable }] = JSON.parse(run(process.execPath, args))
  return binary(resolve(folder, executable))
}

function fetchLoop(folder) {
  const output = join(folder, 'bootstrap')
  const source = join(here, 'functions/bun/fetch-loop.ts')
  run(bun, ['build', '--compile', source, '--outfile', output])
  return binary(output)
}

function rust(folder) {
  const manifest = join(here, 'functions/rust/Cargo.toml')
  const args = ['build', '--release', '--manifest-path', manifest]
  run('cargo', [...args, '--target-dir', folder])
  return binary(join(folder, 'release/bootstrap'))
}

function go(folder) {
  const output = join(folder, 'bootstrap')
  const args = ['build', '-tags', 'lambda.norpc', '-ldflags', '-s -w', '-o', output, '.']
  run('go', args, { cwd: join(here, 'functions/go'), env: { CGO_ENABLED: '0' } })
  return binary(output)
}

function python(folder) {
  cpSync(join(here, 'functions/python'), folder, { recursive: true })
  run('python3', ['-m', 'venv', join(folder, 'venv')])
  const interpreter = join(folder, 'venv/bin/python')
  run(interpreter, ['-m', 'pip', 'install', '-q', '-r', join(folder, 'requirements.txt')])
  const packages = filesBelow(join(folder, 'venv'), (path) =>
    /awslambdaric|runtime_client|simplejson|snapshot_restore/.test(path),
  )
  return {
    command: [interpreter, '-m', 'awslambdaric', 'echo.handler'],
    cwd: folder,
    evict: [realpathSync(interpreter), ...packages],
    upload: [join(folder, 'echo.py'), ...packages],
  }
}

/** Both functions on Node.js run on the same one. */
function node24(folder) {
  const shared = join(folder, '..', 'node-24')
  if (!existsSync(join(shared, 'node_modules/.package-lock.json'))) {
    cpSync(join(here, 'functions/node'), shared, { recursive: true })
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: shared })
  }
  return { node: join(shared, 'node_modules/node/bin/node'), shared }
}

function oursOnNode(folder) {
  const { node } = node24(folder)
  const entry = join(folder, 'entry.mjs')
  const bundle = join(folder, 'bundle.mjs')
  const runtime = resolve('dist/runtime/index.js')
  const source = join(here, 'functions/node/echo.mjs')
  writeFileSync(
    entry,
    `import { run } from ${JSON.stringify(runtime)}\nrun(() => import(${JSON.stringify(source)}))\n`,
  )
  run(bun, ['build', '--target=node', entry, '--outfile', bundle])
  return { command: [node, bundle], cwd: folder, evict: [node, bundle], upload: [bundle] }
}

function ric(folder) {
  const { node, shared } = node24(folder)
  const client = join(shared, 'node_modules/aws-lambda-ric')
  const files = filesBelow(client, (path) => /(index\.mjs|rapid-client\.node)$/.test(path))
  const upload = [join(shared, 'echo.mjs'), ...files]
  return {
    command: [node, join(client, 'index.mjs')],
    cwd: shared,
    env: { _HANDLER: 'echo.handler', LAMBDA_TASK_ROOT: shared },
    evict: [node, ...upload],
    upload,
  }
}

function binary(path) {
  return { command: [path], cwd: join(path, '..'), evict: [path], upload: [path], isBinary: true }
}

function filesBelow(folder, fits) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => fits(path) && !path.includes('__pycache__'))
}

function run(command, args, { cwd, env } = {}) {
  console.error(`  ${basename(command)} ${args.join(' ')}`)
  const { error, status, stdout } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  if (error?.code === 'ENOENT') throw new NotHere(`${command} is not installed`)
  if (error) throw error
  if (status !== 0) throw new NotHere(`${command} failed with status ${status}`)
  return stdout
}

/** Builds one competitor in its folder below `root`. @throws NotHere */
export function prepare({ name, prepare }, root) {
  const folder = join(root, name.toLowerCase().replace(/\W+/g, '-'))
  mkdirSync(folder, { recursive: true })
  return { name, env: {}, isBinary: false, ...prepare(folder) }
}
