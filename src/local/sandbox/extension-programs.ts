import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { EXTENSIONS_FOLDER } from '../../contract/extensions-api.ts'
import type { ProcessSpec } from './process.ts'

/**
 * The external extensions below a folder that stands for `/opt`: every file directly in `extensions/`,
 * executable or not, as on Lambda, where one that is not fails the initialisation.
 */
export function extensionPrograms(
  opt: string,
  { cwd, env }: Pick<ProcessSpec, 'cwd' | 'env'>,
): ProcessSpec[] {
  const folder = join(opt, EXTENSIONS_FOLDER)
  const own = extensionVariables(env)
  return filesIn(folder).map((name) => ({
    executable: join(folder, name),
    args: [],
    cwd,
    env: own,
  }))
}

function filesIn(folder: string): string[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names
    .filter(
      (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() === false,
    )
    .toSorted()
}

/** What is the runtime's own stays with it, the port of its debugger too. */
function extensionVariables({
  NODE_OPTIONS: options,
  ...env
}: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(env).filter(([name]) => !name.startsWith('_') && !RUNTIMES.has(name))
  return {
    ...Object.fromEntries(own),
    ...(options !== undefined && { NODE_OPTIONS: options.replace(/(^| )--inspect=\S+/, '') }),
  }
}

const RUNTIMES: ReadonlySet<string> = new Set([
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_XRAY_CONTEXT_MISSING',
  'BUN_INSPECT',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
])
