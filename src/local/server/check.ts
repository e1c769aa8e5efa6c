import { ZodError } from 'zod'
import { reservedVariables } from '../../contract/reserved-variables.ts'
import { functionName, normalizeHttp } from '../../core/config/schema.ts'
import { schemaProblems } from '../../core/config/schema-problems.ts'
import { OcheError } from '../../core/errors.ts'
import { layersOf, requireFolders } from '../sandbox/opt.ts'
import type { LocalFunction } from '../types.ts'

/**
 * Refuses functions that could not be served as they are given, before anything is made for them.
 *
 * @param root that paths are relative to
 * @throws OcheError `CONFIG_INVALID`, `LAYER_NOT_FOUND`, `FUNCTION_UNKNOWN`
 */
export function checkFunctions(functions: readonly LocalFunction[], root: string): void {
  requireNames(functions.map(({ settings }) => settings.name))
  for (const fn of functions) {
    requireEndpoint(fn)
    requireFreeVariables(fn)
    requireFolders(layersOf(fn.settings.layers ?? [], root).folders)
  }
  requireDestinations(functions)
}

function requireNames(names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    const { error } = functionName.safeParse(name)
    if (error !== undefined) throw invalid(`settings.name: ${error.issues[0]!.message}`)
    if (names.indexOf(name) === index) continue
    throw invalid(`two functions are called ${name}`, 'Give each a name of its own.')
  }
}

function requireEndpoint({ settings: { name, http } }: LocalFunction): void {
  try {
    normalizeHttp(http)
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    const data = typeof http === 'object' ? http : { kind: http }
    const { message, remedy } = firstProblem(error, data)
    throw invalid(`http of ${name}: ${message}`, remedy)
  }
}

/** Lambda would refuse the function. */
function requireFreeVariables({ settings: { name }, environment = {} }: LocalFunction): void {
  const reserved = Object.keys(environment).find((variable) => reservedVariables.has(variable))
  if (reserved === undefined) return
  throw invalid(
    `environment of ${name}: Lambda sets ${reserved} itself and refuses it here`,
    'Leave it out: the function finds it. For a region or credentials there are options.',
  )
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

function firstProblem(error: ZodError, data: unknown): { message: string; remedy: string } {
  return schemaProblems(error.issues, data)[0]!
}

function invalid(message: string, remedy = 'Correct it.'): OcheError {
  return new OcheError('CONFIG_INVALID', message, { remedy })
}
