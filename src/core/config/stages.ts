import { nearest } from '../nearest.ts'
import type { Mistake, Problem } from './problem.ts'

/** A configuration as it is for a stage, and where in the file each part of it stands. */
export interface Variant {
  /** Undefined where the file is taken without any. */
  stage: string | undefined
  data: unknown
  /** Path in the file of what stands at a path of `data`. */
  at(path: readonly PropertyKey[]): readonly PropertyKey[]
  /** Mistakes that `data` no longer shows. */
  problems: readonly Problem[]
}

/** `${stage}`, in any string value. */
const STAGE = '${stage}'

/** Keys of which a text is short for a map with that text at one key. */
const SHORT_FORMS: Readonly<Record<string, string>> = { http: 'kind' }

/**
 * Names of the stages of a configuration, which may be anything yet: those below `stages:`, and what
 * `stage:` names in plain text, unless that is one of them misspelt.
 */
export function stagesOf(data: unknown): string[] {
  if (!isMap(data)) return []
  const { stage, stages } = data
  const listed = isMap(stages) ? Object.keys(stages) : []
  const isNew = isPlainName(stage) && !listed.includes(stage) && !nearest(stage, listed)
  return isNew ? [stage, ...listed] : listed
}

function isPlainName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.includes('${')
}

/** What is wrong with a stage that there is not. */
export function unknownStage(stage: string, known: readonly string[]): Mistake {
  const meant = nearest(stage, known)
  return {
    message: `there is no stage "${stage}"`,
    remedy:
      meant !== undefined
        ? `Did you mean "${meant}"?`
        : known.length > 0
          ? `Stages here: ${known.join(', ')}.`
          : `Add it to oche.yaml: stages: { ${stage}: {} }`,
  }
}

/** The configuration with what one of its stages says instead; undefined: with none. */
export function variantOf(data: unknown, stage: string | undefined): Variant {
  const over = stage === undefined ? undefined : overridesOf(data, stage)
  const merged = isMap(over) ? mergeStage(data, over) : data
  const at: Variant['at'] = (path) =>
    stage !== undefined && isFrom(over, data, path) ? ['stages', stage, ...path] : path
  const unknown = stage === undefined ? [] : unknownFunctions(data, over, stage)
  return {
    stage,
    data: stage === undefined ? merged : withStage(merged, stage),
    at,
    problems: [...unknown, ...(stage === undefined ? stageless(merged) : [])],
  }
}

/** Maps are merged key by key; whatever else stands in the stage takes the place of what was there. */
export function mergeStage(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over
  const entries = Object.entries(over).map(([key, value]) => {
    if (!Object.hasOwn(base, key)) return [key, value] as const
    return [key, mergeStage(isMap(value) ? longForm(key, base[key]) : base[key], value)] as const
  })
  return { ...base, ...Object.fromEntries(entries) }
}

function longForm(key: string, value: unknown): unknown {
  const name = Object.hasOwn(SHORT_FORMS, key) ? SHORT_FORMS[key] : undefined
  return name !== undefined && typeof value === 'string' ? { [name]: value } : value
}

function overridesOf(data: unknown, stage: string): unknown {
  const stages = isMap(data) ? data['stages'] : undefined
  return isMap(stages) ? stages[stage] : undefined
}

/** Whether what stands at a path comes from the stage: what both have is the stage's. */
function isFrom(over: unknown, base: unknown, path: readonly PropertyKey[]): boolean {
  const depth = depthIn(over, path)
  return depth > 0 && depth >= depthIn(base, path)
}

/** How many parts of a path there are. */
function depthIn(data: unknown, path: readonly PropertyKey[]): number {
  let at = data
  for (const [depth, part] of path.entries()) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return depth
    at = (at as Record<PropertyKey, unknown>)[part]
  }
  return path.length
}

/** A stage changes functions; it makes none. */
function unknownFunctions(data: unknown, over: unknown, stage: string): Problem[] {
  const [base, own] = [functionsIn(data), functionsIn(over)]
  const known = Object.keys(base)
  return Object.keys(own)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known)
      return {
        path: ['functions', name],
        message: `functions.${name}: there is no function "${name}"`,
        remedy:
          known.length === 0
            ? `There is only one: write its keys directly below "${stage}:".`
            : meant === undefined
              ? `Functions here: ${known.join(', ')}.`
              : `Did you mean "${meant}"?`,
      }
    })
}

function functionsIn(data: unknown): Readonly<Record<string, unknown>> {
  const functions = isMap(data) ? data['functions'] : undefined
  return isMap(functions) ? functions : {}
}

function withStage(data: unknown, stage: string): unknown {
  return replaced(data, (text) => text.replaceAll(STAGE, stage))
}

/** Where a stage is named and there is none. */
function stageless(data: unknown): Problem[] {
  const found: Problem[] = []
  replaced(data, (text, path) => {
    // What stands in a stage is looked at together with it.
    if (text.includes(STAGE) && path[0] !== 'stages') {
      found.push({
        path,
        message: `${path.join('.')}: ${STAGE} stands for nothing without a stage`,
        remedy: 'Name one: --stage <name>, or "stage: <name>" in this file.',
      })
    }
    return text
  })
  return found
}

/** The same with other texts; keys stay, and so do the stages themselves. */
function replaced(
  value: unknown,
  replace: (text: string, path: readonly PropertyKey[]) => string,
  path: readonly PropertyKey[] = [],
): unknown {
  if (typeof value === 'string') return replace(value, path)
  if (Array.isArray(value)) return value.map((one, at) => replaced(one, replace, [...path, at]))
  if (!isMap(value) || (path.length === 1 && path[0] === 'stages')) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, replaced(one, replace, [...path, key])]),
  )
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
