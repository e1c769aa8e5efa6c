import { OcheError } from '../../core/errors.ts'
import { layersOf, requireFolders } from '../sandbox/opt.ts'
import type { LocalFunction, LocalLambda, LocalLambdaOptions } from '../types.ts'
import { Running } from './running.ts'

/**
 * Starts a local Lambda: the functions' endpoints and the Invoke API on one port.
 *
 * @example
 * await using lambda = await startLocalLambda({ functions: [{ settings, environment: {}, code }] })
 * await fetch(lambda.url)
 * @throws OcheError `PORT_IN_USE`, `PORT_NOT_ALLOWED`, `HOST_UNKNOWN`, `LAYER_NOT_FOUND`,
 *   `FUNCTION_UNKNOWN`
 */
export async function startLocalLambda(options: LocalLambdaOptions): Promise<LocalLambda> {
  const root = options.root ?? process.cwd()
  for (const { settings } of options.functions) {
    requireFolders(layersOf(settings.layers ?? [], root).folders)
  }
  requireDestinations(options.functions)
  const lambda = new Running(options, root)
  try {
    await lambda.listen()
  } catch (error) {
    await lambda.close()
    throw error
  }
  return lambda
}

function requireDestinations(functions: readonly LocalFunction[]): void {
  const names = functions.map(({ settings }) => settings.name)
  for (const { settings, destinations = {} } of functions) {
    const missing = Object.values(destinations).find((name) => name && !names.includes(name))
    if (missing === undefined) continue
    const message = `the destination ${missing} of ${settings.name} is no function here`
    throw new OcheError('FUNCTION_UNKNOWN', message, {
      remedy: `Functions here: ${names.join(', ')}.`,
    })
  }
}
