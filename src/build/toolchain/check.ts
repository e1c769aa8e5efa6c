import { execa } from 'execa'
import type { Check } from '../../core/check.ts'
import { OcheError, messageOf } from '../../core/errors.ts'
import type { Project } from '../../core/project.ts'
import { compareVersions } from '../check/runtime.ts'
import { parseCommand } from '../command/parse.ts'
import { engineStates, startRemedy } from '../container/engine.ts'
import { COMPILE_CROSS } from '../dart/route.ts'
import { findDart } from '../dart/sdk.ts'
import { findBun } from './bun.ts'
import { findEsbuild } from './esbuild.ts'
import { which } from './which.ts'

const NODE_NEEDED = [20, 19] as const

/** What compilers and container engines are there, for `oche doctor`. */
export async function checkToolchains(project: Project): Promise<Check[]> {
  const { root, functions } = project
  const compiled = functions.filter((fn) => fn.build === undefined)
  const typescript = compiled.filter(
    (fn) => fn.language === 'typescript' && fn.source !== undefined,
  )
  const needsDart = compiled.some((fn) => fn.language === 'dart')
  const needsNodeEngine = typescript.some((fn) => fn.engine === 'node')
  const checks = [
    checkNode(process.versions.node),
    checkBun(
      root,
      typescript.some((fn) => fn.engine === 'bun'),
    ),
    ...(needsNodeEngine ? [checkEsbuild(root)] : []),
    checkDart(needsDart),
    ...functions.flatMap(({ build }) => (build === undefined ? [] : [checkCommand(build)])),
    checkContainerEngine(),
  ]
  return Promise.all(checks)
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
