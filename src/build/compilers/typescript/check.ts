import { execa } from 'execa'
import type { Check } from '../../../core/check.ts'
import { messageOf, OcheError } from '../../../core/errors.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import { which } from '../../process/which.ts'
import { findBun } from './find-bun.ts'
import { findEsbuild } from './find-esbuild.ts'
import { findEngine, host, LAMBDA } from './quickjs/find-engine.ts'

/** What TypeScript is compiled with. @param uses whether a function is compiled for an engine */
export async function checkTypeScript(
  root: string,
  uses: (engine: FunctionConfig['engine']) => boolean,
): Promise<Check[]> {
  return [
    await checkBun(root, uses('bun')),
    ...(uses('node') || uses('quickjs') ? [checkEsbuild(root)] : []),
    ...(uses('node') ? [checkNpm()] : []),
    ...(uses('quickjs') ? checkEngines(root) : []),
  ]
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

/** The one of this machine compiles, those of Lambda's machines go into executables. */
function checkEngines(root: string): Check[] {
  return [...new Set([host, ...Object.values(LAMBDA)])].map((machine) => {
    const check = `the engine of "engine: quickjs" for ${machine}`
    try {
      return { check, ok: true, found: findEngine(root, machine), required: true }
    } catch (thrown) {
      const remedy = (thrown instanceof OcheError && thrown.remedy) || messageOf(thrown)
      return { check, ok: false, remedy, required: true }
    }
  })
}

function checkNpm(): Check {
  const check = 'npm, which fetches Node.js for "engine: node"'
  const found = which('npm')
  if (found !== undefined) return { check, ok: true, found, required: true }
  return { check, ok: false, remedy: 'Install npm: https://nodejs.org', required: true }
}
