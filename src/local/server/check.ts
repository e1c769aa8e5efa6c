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
  requireShape(functions)
  requireNames(functions.map(({ settings }) => settings.name))
  for (const fn of functions) {
    requireEndpoint(fn)
    requireNumbers(fn)
    requireFreeVariables(fn)
    requireFolders(layersOf(fn.settings.layers ?? [], root).folders)
  }
  requireDestinations(functions)
}

/** What is written in JavaScript is held to no type. */
function requireShape(functions: unknown): void {
  const wanted = 'functions: [{ settings: { name: "hello" }, code: { zip: "hello.zip" } }]'
  if (!Array.isArray(functions)) throw invalid('functions is no list', `Write ${wanted}.`)
  const at = functions.findIndex((fn) => typeof fn?.settings !== 'object' || fn.settings === null)
  if (at >= 0) throw invalid(`functions[${at}] has no settings`, `Write ${wanted}.`)
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
    const { message, remedy } = firstProblem(error, 'http', http)
    throw invalid(`${name}: ${message}`, remedy)
  }
}

function requireNumbers({ settings }: LocalFunction): void {
  const { name, memory = 128, timeout = 10 } = settings
  for (const [key, value] of Object.entries({ memory, timeout })) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw invalid(`${key} of ${name}: expected a number over 0, not ${JSON.stringify(value)}`)
    }
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

/** As `oche.yaml` would have it, where `http: url` is short for `http: { kind: url }`. */
function firstProblem(error: ZodError, key: string, value: unknown) {
  const issues = error.issues.map((issue) => ({ ...issue, path: [key, ...issue.path] }))
  const data = { [key]: typeof value === 'object' ? value : { kind: value } }
  return schemaProblems(issues, data)[0]!
}

function invalid(message: string, remedy = 'Correct it.'): OcheError {
  return new OcheError('CONFIG_INVALID', message, { remedy })
}
