import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalLambda, LocalLambdaOptions } from '../types.ts'
import { checkFunctions } from './check.ts'
import { runnable } from './package.ts'
import { Running } from './running.ts'

/**
 * Starts a local Lambda: the functions' endpoints, each on a port of its own, and the Invoke API on all of them.
 *
 * @example
 * await using lambda = await startLocalLambda({ functions: [{ settings, environment: {}, code }] })
 * await fetch(lambda.url)
 * @throws OcheError `CONFIG_INVALID`, `PORT_IN_USE`, `PORT_NOT_ALLOWED`, `HOST_UNKNOWN`,
 *   `LAYER_NOT_FOUND`, `FUNCTION_UNKNOWN`, `ARTIFACT_NOT_FOUND` and the like; whatever `credentials` throws
 */
export async function startLocalLambda(options: LocalLambdaOptions): Promise<LocalLambda> {
  const root = options.root ?? process.cwd()
  checkFunctions(options.functions, root)
  const lambda = await create(options, root)
  try {
    await lambda.listen()
  } catch (error) {
    await lambda.close()
    throw error
  }
  return lambda
}

async function create(options: LocalLambdaOptions, root: string): Promise<Running> {
  const place = { root, folder: mkdtempSync(join(tmpdir(), 'oche-')) }
  try {
    const functions = await Promise.all(
      options.functions.map(async ({ code, ...fn }) =>
        code === undefined ? fn : { ...fn, code: await runnable(code, place) },
      ),
    )
    return new Running({ ...options, functions }, place)
  } catch (error) {
    rmSync(place.folder, { recursive: true, force: true })
    throw error
  }
}
