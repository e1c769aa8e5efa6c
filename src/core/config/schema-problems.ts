import type { z } from 'zod'
import { nearest } from '../nearest.ts'
import { keyText, type Problem } from './problem.ts'
import { issuesAt, knownEntryKeys, knownKeys, knownValues } from './schema-nodes.ts'
import { meantKey, meantValue } from './synonyms.ts'
import { outOfBounds, wrongChoice, wrongType } from './value-problems.ts'

type Issue = z.core.$ZodIssue

/** What does not fit the schema, in words: an unknown key goes before what is missing beside it. */
export function schemaProblems(issues: readonly Issue[], data: unknown): Problem[] {
  return unknownKeysFirst(issues).flatMap((issue) => describe(issue, data))
}

function unknownKeysFirst(issues: readonly Issue[]): Issue[] {
  return issues.toSorted((a, b) => Number(isUnknownKey(b)) - Number(isUnknownKey(a)))
}

function isUnknownKey(issue: Issue): boolean {
  return issue.code === 'unrecognized_keys'
}

function describe(issue: Issue, data: unknown, base: readonly PropertyKey[] = []): Problem[] {
  const path = [...base, ...issue.path]
  const value = valueAt(data, path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, valueAt(data, [...path, key])))
    case 'invalid_union':
      return ofUnion(issue, data, path)
    case 'invalid_value':
      return [wrongChoice(path, issue.values, value)]
    case 'invalid_type':
      return [wrongType(path, issue.expected, value)]
    case 'too_small':
    case 'too_big':
      return [outOfBounds(issue, path, value)]
    case 'invalid_key':
      return [plainly(path, issue.issues[0] ?? issue)]
    default:
      return [plainly(path, issue)]
  }
}

/** The alternative that agreed with the value for longest says what is wrong with it. */
function ofUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  data: unknown,
  path: readonly PropertyKey[],
): Problem[] {
  if (issue.discriminator !== undefined) {
    const options = 'options' in issue ? (issue.options ?? []) : []
    return [wrongChoice(path, options, valueAt(data, path))]
  }
  const closest = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? []
  if (depth(closest) > 0) {
    return unknownKeysFirst(closest).flatMap((inner) => describe(inner, data, path))
  }
  const value = valueAt(data, path)
  const all = issue.errors.flat()
  const values = all.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []))
  if (values.length > 0) return [wrongChoice(path, values, value)]
  const [first] = all.filter((inner) => inner.code !== 'invalid_type' || fitsType(inner, value))
  return first === undefined ? [wrongType(path, 'text', value)] : describe(first, data, path)
}

/** How far an alternative of a union agreed with the value before it failed. */
function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + Number(isUnknownKey(issue))))
}

function fitsType(issue: z.core.$ZodIssueInvalidType, value: unknown): boolean {
  return issue.expected === typeof value
}

function unknownKey(key: string, path: readonly PropertyKey[], value: unknown): Problem {
  const known = knownKeys(path)
  const where = path.length > 0 ? ` in ${keyText(path)}` : ''
  const problem = { path: [...path, key], message: `unknown key "${key}"${where}` }
  const meant = meantKey(key, known)
  if (meant !== undefined)
    return { ...problem, remedy: `Write ${instead(meant, path, key, value)}.` }
  const near = nearest(key, known)
  const remedy =
    belongsElsewhere(key, path) ??
    (near === undefined ? `Known keys: ${known.join(', ')}.` : `Did you mean "${near}"?`)
  return { ...problem, remedy }
}

/** `cors` beside `http`, `schedule` beside `events`, `timeout` below `http`. */
function belongsElsewhere(key: string, path: readonly PropertyKey[]): string | undefined {
  const below = homesBelow(path).find(({ keys }) => keys.includes(key))
  if (below !== undefined) return `It stands below "${below.name}:": write "${below.example(key)}".`
  const above = path.findLastIndex((part, at) => {
    return typeof part === 'string' && knownKeys(path.slice(0, at)).includes(key)
  })
  return above < 0 ? undefined : `Write it beside "${String(path[above])}:", not below.`
}

/** The keys beside an unknown one that have keys of their own. */
function homesBelow(path: readonly PropertyKey[]) {
  return knownKeys(path).flatMap((name) => [
    {
      name,
      keys: knownKeys([...path, name]),
      example: (key: string) => `${name}: { ${key}: … }`,
    },
    {
      name,
      keys: knownEntryKeys([...path, name]),
      example: (key: string) => `${name}: [{ ${key}: … }]`,
    },
  ])
}

/** `"memory: 512"` where the value fits the key that was meant, otherwise what the key takes. */
function instead(meant: string, path: readonly PropertyKey[], key: string, value: unknown): string {
  const values = knownValues(path, meant)
  if (values.length > 0 && typeof value === 'string') {
    const right = meantValue(meant, value, values)
    return right === undefined
      ? `"${meant}:" with one of ${values.join(', ')} instead of "${key}", or leave it out`
      : `"${meant}: ${right}" instead`
  }
  const isScalar = ['number', 'boolean', 'string'].includes(typeof value)
  const wrong = isScalar ? refusal(meant, path, value) : undefined
  if (wrong !== undefined) {
    return `"${meant}:" instead of "${key}". ${wrong.remedy.replace(/\.$/, '')}`
  }
  return isScalar ? `"${meant}: ${String(value)}" instead` : `"${meant}:" instead of "${key}"`
}

/** What is wrong with a value at another key than it stands at. */
function refusal(key: string, path: readonly PropertyKey[], value: unknown): Problem | undefined {
  const there = [...path, key]
  const data = there.reduceRight<unknown>((below, part) => ({ [part]: below }), value)
  return issuesAt(there, value).flatMap((issue) => describe(issue, data, there))[0]
}

/** A check of ours says itself what to do. */
function plainly(
  path: readonly PropertyKey[],
  issue: { message: string; params?: object | undefined },
): Problem {
  const { remedy } = (issue.params ?? {}) as { remedy?: string }
  const message = `${keyText(path)}: ${issue.message}`
  return { path, message, remedy: remedy ?? `Correct ${keyText(path)}.` }
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, part)
        ? (at as Record<PropertyKey, unknown>)[part]
        : undefined,
    data,
  )
}
