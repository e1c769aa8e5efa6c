// Builds the engine for Lambda's two architectures, with its library behind it, into engine/out/.
//   npm run engine                both
//   npm run engine -- linux-x64   one
//   npm run engine -- host        that of this machine: what `oche dev` runs on macOS and Windows
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from '../../scripts/install.mjs'
import { thirdParty } from './third-party.mjs'

/** Rust's targets by the names that npm has for machines. Both are static. */
const TARGETS = {
  'linux-x64': 'x86_64-unknown-linux-musl',
  'linux-arm64': 'aarch64-unknown-linux-musl',
}
/** From PyPI: a C compiler and linker for every target. */
const ZIG = ['ziglang==0.15.2', 'cargo-zigbuild==0.24.1']

const folder = fileURLToPath(new URL('..', import.meta.url))
const out = join(folder, 'out')
const windows = process.platform === 'win32'

function run(command, args, options = {}) {
  execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: folder, ...options })
}

function fail(message) {
  console.error(message)
  process.exit(1)
}

function has(command, args = ['--version']) {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A folder with zig and cargo-zigbuild, made once. */
function zigFolder() {
  const venv = join(folder, 'target', 'zig')
  const bin = join(venv, windows ? 'Scripts' : 'bin')
  if (existsSync(join(bin, windows ? 'cargo-zigbuild.exe' : 'cargo-zigbuild'))) return bin
  const python = ['python3', 'python'].find((name) => has(name))
  if (!python) fail('Python is missing: it brings zig, which links for Linux. Install Python 3.')
  console.error('fetching zig')
  run(python, ['-m', 'venv', venv])
  run(join(bin, 'python'), [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    ...ZIG,
  ])
  return bin
}

/** No path of this machine goes into an engine: the same sources give the same bytes anywhere. */
function places() {
  const cargo = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
  return [
    [folder.replace(/[\\/]$/, ''), '/oche/engine'],
    [cargo, '/cargo'],
  ]
}

const rustFlags = () =>
  places()
    .map(([from, to]) => `--remap-path-prefix=${from}=${to}`)
    .join(' ')

const cFlags = (...more) =>
  ['-DNDEBUG', ...places().map(([from, to]) => `-ffile-prefix-map=${from}=${to}`), ...more].join(
    ' ',
  )

/**
 * How often each line of C is run, as `profile/profile.mjs` has counted it: what is run becomes quick, all else small.
 * Code that is never moved need not be found by the place it is at.
 */
function flagsOfProfile() {
  const profile = join(folder, 'scripts', 'profile', 'c.prof')
  const version = createHash('sha256').update(readFileSync(profile)).digest('hex').slice(0, 16)
  return [
    '-fno-pic',
    `-fprofile-sample-use=${profile}`,
    '-fprofile-sample-accurate',
    '-mllvm',
    '-hot-callsite-threshold=300',
    // Cargo compiles anew where a flag is another, and does not look into the file.
    `-DOCHE_PROFILE=${version}`,
  ]
}

const own = `${process.platform}-${process.arch}`
let ownCompiled

/** By this machine's own linker. */
function compileForHost() {
  if (ownCompiled) return ownCompiled
  console.error('compiling the engine for this machine')
  run('cargo', ['build', '--release', '--locked', '--quiet'], {
    env: { ...process.env, RUSTFLAGS: rustFlags(), CFLAGS: cFlags() },
  })
  ownCompiled = join(folder, 'target', 'release', windows ? 'oche-engine.exe' : 'oche-engine')
  return ownCompiled
}

/** In one call of cargo: what of one target has to wait for itself leaves the other a core. */
function compileForLambda(names) {
  const targets = names.map((name) => TARGETS[name])
  if (has('rustup'))
    run('rustup', ['target', 'add', ...targets], { stdio: ['ignore', 'ignore', 'inherit'] })
  const env = {
    ...process.env,
    ...Object.fromEntries(names.map((name) => [flagsVariable(name), flagsFor(name)])),
    CFLAGS: cFlags(...(process.env.OCHE_PROFILE ? ['-O0'] : flagsOfProfile())),
    ...(process.env.OCHE_PROFILE && { CARGO_PROFILE_RELEASE_STRIP: 'none' }),
    PATH: `${zigFolder()}${delimiter}${process.env.PATH}`,
    SOURCE_DATE_EPOCH: '0',
  }
  console.error(`compiling the engine for ${names.join(' and ')}`)
  const asked = targets.flatMap((target) => ['--target', target])
  run('cargo', ['zigbuild', '--release', '--locked', '--quiet', ...asked], { env })
}

const flagsVariable = (name) =>
  `CARGO_TARGET_${TARGETS[name].toUpperCase().replaceAll('-', '_')}_RUSTFLAGS`

function flagsFor(name) {
  // At a fixed address: there is nothing to relocate at the start, and nothing to protect afterwards.
  const all = [rustFlags(), '-C relocation-model=static', '-C relro-level=off']
  all.push(`-C link-arg=-Wl,-T,${linkerScript()}`)
  all.push('-C link-arg=-Wl,-e,__oche_begin')
  // Of what the crate does with vectors nothing is used.
  all.push('--cfg curve25519_dalek_backend="serial"')
  // The processor's own instructions for AES, which every arm64 machine of Lambda's has.
  if (name === 'linux-arm64') all.push('--cfg aes_armv8')
  return all.join(' ')
}

/** What lies where, with the names of what every start touches. Another text has another name, so that cargo sees it. */
function linkerScript() {
  const read = (name) => readFileSync(join(folder, 'scripts', 'pages', name), 'utf8')
  const names = read('near.txt').trim().split('\n')
  const text = read('pages.ld').replace(/\/\* near (.+) \*\//g, (_, beginnings) =>
    beginnings
      .split(' ')
      .flatMap((beginning) => names.map((name) => `${beginning}${name} ${beginning}${name}.*`))
      .join(' '),
  )
  const version = createHash('sha256').update(text).digest('hex').slice(0, 16)
  const target = join(folder, 'target')
  const name = `pages-${version}.ld`
  mkdirSync(target, { recursive: true })
  for (const old of readdirSync(target).filter(
    (file) => /^pages-.*\.ld$/.test(file) && file !== name,
  ))
    rmSync(join(target, old), { force: true })
  writeFileSync(join(target, name), text)
  return join(target, name)
}

/** Executables by the names of machines. */
function compile(names) {
  const forLambda = names.filter((name) => name in TARGETS)
  if (forLambda.length > 0) compileForLambda(forLambda)
  const place = (name) =>
    name in TARGETS
      ? join(folder, 'target', TARGETS[name], 'release', 'oche-engine')
      : compileForHost()
  return new Map(names.map((name) => [name, place(name)]))
}

/** An engine that runs on this machine: it compiles the library, and users' bundles. */
function hostEngine(names, compiled) {
  return names.includes(own) ? compiled.get(own) : compileForHost()
}

function pack(name, bare, library, host) {
  const place = join(out, name)
  mkdirSync(place, { recursive: true })
  const executable = join(place, name.startsWith('win32') ? 'oche-engine.exe' : 'oche-engine')
  run(host, ['--join', bare, ...library, executable])
  const [os, cpu] = name.split('-')
  const { version, license } = JSON.parse(
    execFileSync(process.execPath, ['-p', 'JSON.stringify(require("../package.json"))'], {
      cwd: folder,
    }),
  )
  const manifest = {
    name: `@oche/engine-${name}`,
    version,
    description: `The engine of "engine: quickjs" in oche, for ${name}`,
    license,
    ...(os !== 'linux' && { os: [os], cpu: [cpu] }),
    files: ['oche-engine*', 'exports.json', 'THIRD_PARTY.md'],
  }
  writeFileSync(join(place, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  copyFileSync(join(out, 'exports.json'), join(place, 'exports.json'))
  copyFileSync(join(out, 'THIRD_PARTY.md'), join(place, 'THIRD_PARTY.md'))
}

async function main(names) {
  const wrong = names.find((name) => !(name in TARGETS) && name !== own)
  if (wrong) fail(`no target ${wrong}: there are ${Object.keys(TARGETS).join(', ')} and host`)
  ensureInstalled()
  if (!has('cargo')) fail('cargo is missing: install Rust from https://rustup.rs')
  const { compileLibrary } = await import('./library.mjs')
  const compiled = compile(names)
  const host = hostEngine(names, compiled)
  mkdirSync(out, { recursive: true })
  const library = [join(out, 'far.bc'), join(out, 'near.bc')]
  await compileLibrary(host, ...library)
  const complete = join(out, 'complete')
  run(host, ['--join', host, ...library, complete])
  writeFileSync(join(out, 'exports.json'), execFileSync(complete, ['--exports']))
  rmSync(complete)
  writeFileSync(join(out, 'THIRD_PARTY.md'), thirdParty(folder))
  for (const [name, bare] of compiled) pack(name, bare, library, host)
  for (const archive of library) rmSync(archive)
}

const asked = process.argv.slice(2).map((name) => (name === 'host' ? own : name))
await main(asked.length > 0 ? asked : Object.keys(TARGETS))
