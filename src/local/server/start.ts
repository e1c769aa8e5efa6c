import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalLambda, LocalLambdaOptions } from '../types.ts'
import { checkFunctions } from './check.ts'
import { Running } from './running.ts'

/**
 * Starts a local Lambda: the functions' endpoints, each on a port of its own, and the Invoke API on all of them.
 *
 * @example
 * await using lambda = await startLocalLambda({ functions: [{ settings, environment: {}, code }] })
 * await fetch(lambda.url)
 * @throws OcheError `CONFIG_INVALID`, `PORT_IN_USE`, `PORT_NOT_ALLOWED`, `HOST_UNKNOWN`,
 *   `LAYER_NOT_FOUND`, `FUNCTION_UNKNOWN`; whatever `credentials` throws
 */
export async function startLocalLambda(options: LocalLambdaOptions): Promise<LocalLambda> {
  const root = options.root ?? process.cwd()
  checkFunctions(options.functions, root)
  const lambda = create(options, root)
  try {
    await lambda.listen()
  } catch (error) {
    await lambda.close()
    throw error
  }
  return lambda
}

function create(options: LocalLambdaOptions, root: string): Running {
  const folder = mkdtempSync(join(tmpdir(), 'oche-'))
  try {
    return new Running(options, { root, folder })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}
