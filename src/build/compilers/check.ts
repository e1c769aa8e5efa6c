import { existsSync } from 'node:fs'
import { execa } from 'execa'
import type { Check } from '../../core/check.ts'
import { OcheError, messageOf } from '../../core/errors.ts'
import type { FunctionConfig, Project } from '../../core/project.ts'
import { compareVersions } from '../lambda/check/runtime.ts'
import { parseCommand } from './command/parse.ts'
import { findContainerfile } from './container/containerfile.ts'
import { engineStates, startRemedy } from './container/engine.ts'
import { COMPILE_CROSS } from './dart/route.ts'
import { findDart } from './dart/sdk.ts'
import { findBun } from './typescript/find-bun.ts'
import { findEsbuild } from './typescript/find-esbuild.ts'
import { which } from '../process/which.ts'

const NODE_NEEDED = [20, 19] as const

/** What compilers and container engines are there, for `oche doctor`. */
export async function checkToolchains(project: Project): Promise<Check[]> {
  const { root, functions } = project
  const compiled = functions.filter((fn) => fn.build === undefined)
  const sources = compiled.filter((fn) => fn.source !== undefined)
  const uses = (engine: FunctionConfig['engine']) =>
    sources.some((fn) => fn.language === 'typescript' && fn.engine === engine)
  const needsDart = sources.some((fn) => fn.language === 'dart')
  const containerfile = findContainerfile(root)
  const lines = new Set(functions.flatMap(({ build }) => build ?? []))

  const engine = await checkContainerEngine()
  const dart = await checkDart(needsDart && !engine.ok)
  const onlyContainer = containerfile !== undefined && compiled.length > sources.length
  return [
    checkNode(process.versions.node),
    await checkBun(root, uses('bun')),
    ...(uses('node') ? [checkEsbuild(root), checkNpm()] : []),
    dart,
    ...[...lines].map(checkCommand),
    { ...engine, required: onlyContainer || (needsDart && !dart.ok) },
    ...(containerfile === undefined ? [] : checkEmulator()),
  ]
}

function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [neededMajor, neededMinor] = NODE_NEEDED
  const ok = major > neededMajor || (major === neededMajor && minor >= neededMinor)
  return {
    check: 'Node.js',
    ok,
    found: version,
    required: true,
    ...(!ok && { remedy: `Install Node.js ${NODE_NEEDED.join('.')} or newer: https://nodejs.org` }),
  }
}

async function checkBun(root: string, required: boolean): Promise<Check> {
  try {
    const path = findBun(root)
    const { stdout } = await execa(path, ['--version'], { stdin: 'ignore' })
    return { check: 'Bun', ok: true, found: `${stdout.trim()} (${path})`, required }
  } catch (thrown) {
    const remedy = (thrown instanceof OcheError && thrown.remedy) || messageOf(thrown)
    return { check: 'Bun', ok: false, remedy, required }
  }
}

function checkEsbuild(root: string): Check {
  const check = 'esbuild'
  try {
    return { check, ok: true, found: findEsbuild(root), required: true }
  } catch (thrown) {
    const remedy = (thrown instanceof OcheError && thrown.remedy) || messageOf(thrown)
    return { check, ok: false, remedy, required: true }
  }
}

async function checkDart(required: boolean): Promise<Check> {
  const check = 'Dart'
  try {
    const sdk = await findDart()
    if (sdk === undefined) {
      const remedy = 'Install the Dart SDK: https://dart.dev/get-dart'
      return { check, ok: false, remedy, required }
    }
    const { version, command } = sdk
    const found = `${version} (${command})`
    if (compareVersions(version, COMPILE_CROSS) >= 0) return { check, ok: true, found, required }
    const remedy = `Update to ${COMPILE_CROSS} or newer, which needs no container: https://dart.dev/get-dart`
    return { check, ok: false, found, remedy, required: false }
  } catch (thrown) {
    return { check, ok: false, remedy: messageOf(thrown), required }
  }
}

function checkNpm(): Check {
  const check = 'npm, which fetches Node.js for "engine: node"'
  const found = which('npm')
  if (found !== undefined) return { check, ok: true, found, required: true }
  return { check, ok: false, remedy: 'Install npm: https://nodejs.org', required: true }
}

/** How the kernel of Linux names the emulator of the other architecture. */
const EMULATORS: Partial<Record<string, string>> = { x64: 'qemu-aarch64', arm64: 'qemu-x86_64' }

/** On other systems the engine runs a virtual machine, which brings its own. */
function checkEmulator(): Check[] {
  const emulator = EMULATORS[process.arch]
  if (process.platform !== 'linux' || emulator === undefined) return []
  const check = `Emulator (${emulator})`
  const file = `/proc/sys/fs/binfmt_misc/${emulator}`
  if (existsSync(file)) return [{ check, ok: true, found: file, required: false }]
  const remedy =
    'Only needed where a Containerfile runs programs of the other architecture: sudo apt-get install qemu-user-static'
  return [{ check, ok: false, remedy, required: false }]
}

/** The program that a `build:` line starts first. */
function checkCommand(line: string): Check {
  const check = `build: ${line}`
  const program = parseCommand(line, process.env)?.[0]?.file ?? 'sh'
  const found = program.includes('/') ? program : which(program)
  if (found !== undefined) return { check, ok: true, found, required: true }
  return { check, ok: false, remedy: `Install ${program}, or correct "build:"`, required: true }
}

async function checkContainerEngine(): Promise<Check> {
  const check = 'Container engine'
  const states = await engineStates()
  const ready = states.find(({ problem }) => problem === undefined)?.engine
  if (ready !== undefined) return { check, ok: true, found: ready.command, required: false }
  const [installed] = states
  if (installed !== undefined) {
    const { name } = installed.engine
    const found = `${name}, not running`
    return { check, ok: false, found, remedy: startRemedy(name), required: false }
  }
  const remedy = 'Only needed where a compiler cannot aim at Linux: install Docker or Podman'
  return { check, ok: false, remedy, required: false }
}
