import type { Check } from '../../core/check.ts'
import type { FunctionConfig, Project } from '../../core/project.ts'
import { checkCommand } from './command/check.ts'
import { checkContainerEngine, checkEmulator } from './container/check.ts'
import { findContainerfile } from './container/containerfile.ts'
import { checkDart } from './dart/check.ts'
import { checkDartPackages } from './dart/check-packages.ts'
import { checkTypeScript } from './typescript/check.ts'

const NODE_NEEDED = [20, 19] as const

/**
 * What compilers and container engines are there, for `oche doctor`: those that the project's sources need, and
 * where there are none yet, those of every language.
 */
export async function checkToolchains(project: Project): Promise<Check[]> {
  const { root, functions } = project
  const compiled = functions.filter((fn) => fn.build === undefined)
  const sources = compiled.filter((fn) => fn.source !== undefined)
  const uses = (engine: FunctionConfig['engine']) =>
    sources.some((fn) => fn.language === 'typescript' && fn.engine === engine)
  const isOpen = sources.length === 0
  const needsDart = sources.some((fn) => fn.language === 'dart')
  const containerfile = findContainerfile(root)
  const lines = new Set(functions.flatMap(({ build }) => build ?? []))

  const engine = await checkContainerEngine()
  const dart = await checkDart(root, { isNeeded: needsDart, hasEngine: engine.ok })
  const onlyContainer = containerfile !== undefined && compiled.length > sources.length
  return [
    checkNode(process.versions.node),
    ...(await checkTypeScript(root, uses, isOpen)),
    ...(needsDart || isOpen ? [dart] : []),
    ...(needsDart ? checkDartPackages(root) : []),
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
