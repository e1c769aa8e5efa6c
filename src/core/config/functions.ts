import type { Config, FunctionKeys } from './schema.ts'

/** A function of the configuration with what it inherits, and where each key of it stands. */
export interface PlacedFunction {
  /** Undefined for the only function of a project. */
  name: string | undefined
  keys: FunctionKeys
  /** Path of a key in the file: the function's own, or the one that it inherits. */
  at(...path: PropertyKey[]): PropertyKey[]
}

/** Keys whose entries are inherited one by one; every other key is replaced as a whole. */
const MERGED = ['dart', 'environment', 'tags', 'local'] as const

/** The functions of a configuration, each with the keys at the top that it does not replace. */
export function placedFunctions(config: Config): PlacedFunction[] {
  const {
    functions,
    name: _name,
    $schema: _schema,
    account: _account,
    region: _region,
    api: _api,
    stage: _stage,
    stages: _stages,
    ...shared
  } = config
  const entries = Object.entries(functions ?? {})
  if (entries.length === 0) return [{ name: undefined, keys: shared, at: (...path) => path }]
  return entries.map(([name, own]) => ({
    name,
    keys: inherit(shared, own),
    at: (...path) => (isOwn(own, path) ? ['functions', name, ...path] : path),
  }))
}

function inherit(shared: FunctionKeys, own: FunctionKeys): FunctionKeys {
  const merged = MERGED.filter((key) => shared[key] !== undefined)
  const keys: FunctionKeys = {
    ...shared,
    ...own,
    ...Object.fromEntries(merged.map((key) => [key, { ...shared[key], ...own[key] }])),
  }
  const environment = { ...shared.local?.environment, ...own.local?.environment }
  const define = { ...shared.dart?.define, ...own.dart?.define }
  return {
    ...keys,
    ...(keys.local && { local: { ...keys.local, environment } }),
    ...(keys.dart && { dart: { ...keys.dart, define } }),
  }
}

function isOwn(own: FunctionKeys, [key, entry]: readonly PropertyKey[]): boolean {
  if (!Object.hasOwn(own, key!)) return false
  const merged = MERGED.find((one) => one === key)
  return merged === undefined || entry === undefined || Object.hasOwn(own[merged]!, entry)
}
