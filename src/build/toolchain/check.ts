import { execa } from 'execa'
import type { Check } from '../../core/check.ts'
import { OcheError, messageOf } from '../../core/errors.ts'
import type { Project } from '../../core/project.ts'
import { findBun } from './bun.ts'

const NODE_NEEDED = [20, 19] as const

/** What compilers and container engines are there, for `oche doctor`. */
export async function checkToolchains(project: Project): Promise<Check[]> {
  const needsDart = project.functions.some((fn) => fn.language === 'dart')
  const needsBun = project.functions.some(
    (fn) => fn.language === 'typescript' && fn.build === undefined,
  )
  return [
    checkNode(process.versions.node),
    await checkBun(project.root, needsBun),
    await checkCommand(
      'Dart',
      'dart',
      needsDart,
      'Install the Dart SDK: https://dart.dev/get-dart',
    ),
    await checkContainerEngine(),
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

async function checkCommand(
  check: string,
  command: string,
  required: boolean,
  remedy: string,
): Promise<Check> {
  const found = await versionOf(command)
  return {
    check,
    ok: found !== undefined,
    required,
    ...(found === undefined ? { remedy } : { found }),
  }
}

const CONTAINER_ENGINES = ['docker', 'podman', 'finch', 'nerdctl', 'buildah']

async function checkContainerEngine(): Promise<Check> {
  for (const engine of CONTAINER_ENGINES) {
    const found = await versionOf(engine)
    if (found !== undefined) return { check: 'Container engine', ok: true, found, required: false }
  }
  return {
    check: 'Container engine',
    ok: false,
    remedy: 'Only needed where a compiler cannot cross-compile: install Docker or Podman',
    required: false,
  }
}

/** The first line of what `<command> --version` says; undefined where it cannot be run. */
async function versionOf(command: string): Promise<string | undefined> {
  const { failed, stdout, stderr } = await execa(command, ['--version'], {
    stdin: 'ignore',
    reject: false,
  })
  return failed ? undefined : (stdout || stderr).trim().split('\n')[0]
}
