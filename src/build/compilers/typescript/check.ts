import { execa } from 'execa'
import type { Check } from '../../../core/check.ts'
import { messageOf, OcheError } from '../../../core/errors.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import { which } from '../../process/which.ts'
import { findBun } from './find-bun.ts'
import { findEsbuild } from './find-esbuild.ts'
import { checkOwnPackage } from './own-package.ts'
import { findEngine, host, LAMBDA } from './quickjs/find-engine.ts'

const ENGINES: readonly FunctionConfig['engine'][] = ['bun', 'node', 'quickjs']

/**
 * What TypeScript is compiled with.
 *
 * @param uses whether a function is compiled for an engine
 * @param isOpen whether there are no functions yet
 */
export async function checkTypeScript(
  root: string,
  uses: (engine: FunctionConfig['engine']) => boolean,
  isOpen: boolean,
): Promise<Check[]> {
  return [
    ...(uses('bun') || isOpen ? [await checkBun(root, uses('bun'))] : []),
    ...(uses('node') || uses('quickjs') ? [checkFound('esbuild', () => findEsbuild(root))] : []),
    ...(uses('node') ? [checkNpm()] : []),
    ...(uses('quickjs') ? checkEngines(root) : []),
    ...(ENGINES.some(uses) ? checkOwnPackage(root) : []),
  ]
}

async function checkBun(root: string, required: boolean): Promise<Check> {
  try {
    const path = findBun(root)
    const { stdout } = await execa(path, ['--version'], { stdin: 'ignore' })
    return { check: 'Bun', ok: true, found: `${stdout.trim()} (${path})`, required }
  } catch (thrown) {
    return { check: 'Bun', ok: false, remedy: remedyOf(thrown), required }
  }
}

/** The one of this machine compiles, those of Lambda's machines go into executables. */
function checkEngines(root: string): Check[] {
  return [...new Set([host, ...Object.values(LAMBDA)])].map((machine) =>
    checkFound(`the engine of "engine: quickjs" for ${machine}`, () => findEngine(root, machine)),
  )
}

function checkFound(check: string, find: () => string): Check {
  try {
    return { check, ok: true, found: find(), required: true }
  } catch (thrown) {
    return { check, ok: false, remedy: remedyOf(thrown), required: true }
  }
}

function remedyOf(thrown: unknown): string {
  return (thrown instanceof OcheError && thrown.remedy) || messageOf(thrown)
}

function checkNpm(): Check {
  const check = 'npm, which fetches Node.js for "engine: node"'
  const found = which('npm')
  if (found !== undefined) return { check, ok: true, found, required: true }
  return { check, ok: false, remedy: 'Install npm: https://nodejs.org', required: true }
}
