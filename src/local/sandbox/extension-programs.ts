import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { EXTENSIONS_FOLDER } from '../../contract/extensions-api.ts'
import { isForeignProgram } from '../../core/executable.ts'
import type { ProcessSpec } from './process.ts'

/**
 * The external extensions below a folder that stands for `/opt`: every file directly in `extensions/`,
 * executable or not, as on Lambda, where one that is not fails the initialisation. Programs of another
 * machine's are left out.
 */
export function extensionPrograms(
  opt: string,
  { cwd, env }: Pick<ProcessSpec, 'cwd' | 'env'>,
): ProcessSpec[] {
  const files = filesIn(opt).filter((file) => !isForeignProgram(file))
  if (files.length === 0) return []
  const own = extensionVariables(env)
  return files.map((executable) => ({ executable, args: [], cwd, env: own }))
}

/** Names of the extensions that this machine cannot run. */
export function foreignExtensions(opt: string): string[] {
  return filesIn(opt)
    .filter(isForeignProgram)
    .map((file) => basename(file))
}

function filesIn(opt: string): string[] {
  const folder = join(opt, EXTENSIONS_FOLDER)
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isDirectory() === false)
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
