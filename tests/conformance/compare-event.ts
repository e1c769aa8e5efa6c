import { isDeepStrictEqual } from 'node:util'
import type { RequestRecording } from './recording.ts'
import { unrecordedMembers } from './tolerated.ts'

/** Objects whose member names are data. */
const DATA = new Set([
  'headers',
  'multiValueHeaders',
  'queryStringParameters',
  'multiValueQueryStringParameters',
  'pathParameters',
  'stageVariables',
])

type Json = unknown
type Members = Record<string, Json>

interface Rules {
  /** A member with such a value may have been absent on AWS. */
  mayBeAbsent: (value: Json) => boolean
  /** Members that the recording's form does not know may be there. */
  lossy: boolean
  /** Only the members of the recording are compared. */
  partial: boolean
  volatile: Set<string>
}

/** Where an event differs from the recorded one, a line each; empty where it does not. */
export function compareEvent(recording: RequestRecording, actual: Json): string[] {
  const dotnet = recording.eventForm === 'dotnet-typed'
  const rules: Rules = {
    mayBeAbsent: absence(recording.eventForm),
    lossy: dotnet || recording.eventForm === 'go-typed',
    partial: recording.eventForm === 'partial',
    volatile: new Set(
      recording.volatile.map((pointer) => normalize(dotnet ? namesOfAws(pointer) : pointer)),
    ),
  }
  const expected = dotnet ? asOnAws(recording.event) : recording.event
  const forbidden = (recording.absent ?? [])
    .filter((pointer) => memberAt(actual, pointer) !== undefined)
    .map((pointer) => `${pointer} is not there on AWS`)
  return [...compare('', expected, actual, rules), ...forbidden]
}

/** RFC 6901. */
function memberAt(event: Json, pointer: string): Json {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((value, name) => (isMembers(value) ? value[name] : undefined), event)
}

function absence(form: string | undefined): (value: Json) => boolean {
  if (form === 'dotnet-typed') return (value) => [null, 0, false].includes(value as null)
  if (form === 'go-typed') return isEmptyInGo
  return () => false
}

/** `null`, `""`, `0`, `false`, and objects with only such members. */
function isEmptyInGo(value: Json): boolean {
  if (isMembers(value)) return Object.values(value).every(isEmptyInGo)
  return [null, '', 0, false].includes(value as null)
}

function compare(at: string, expected: Json, actual: Json, rules: Rules): string[] {
  if (rules.volatile.has(normalize(at))) {
    return actual === undefined ? [`${at} is missing (its value is volatile)`] : []
  }
  if (isData(at) && isMembers(expected)) return compareData(at, expected, actual, rules)
  if (rules.mayBeAbsent(expected) && isNothing(actual)) return []
  if (isMembers(expected) && isMembers(actual)) return compareMembers(at, expected, actual, rules)
  if (isDeepStrictEqual(expected, actual)) return []
  return [`${at} is ${show(actual)}, on AWS ${show(expected)}`]
}

function compareMembers(at: string, expected: Members, actual: Members, rules: Rules): string[] {
  const known = Object.keys(expected).flatMap((name) =>
    compare(`${at}/${name}`, expected[name], actual[name], rules),
  )
  if (rules.partial) return known
  const unknown = Object.keys(actual)
    .filter((name) => !(name in expected))
    .map((name) => `${at}/${name}`)
    .filter((path) => !(rules.lossy && unrecordedMembers.some(({ at }) => at.test(path))))
    .map((path) => `${path} is not there on AWS`)
  return [...known, ...unknown]
}

/** Names are data here: each must be there, no other may be, and empty values count. */
function compareData(at: string, expected: Members, actual: Json, rules: Rules): string[] {
  const found = isMembers(actual) ? actual : {}
  const same = { ...rules, mayBeAbsent: () => false }
  const spelled = (name: string) => spelling(`${at}/${name}`, name, found, rules)
  const missing = Object.keys(expected).flatMap((name) =>
    compare(`${at}/${name}`, expected[name], found[spelled(name)], same),
  )
  if (rules.partial) return missing
  const names = new Set(Object.keys(expected).map(spelled))
  const more = Object.keys(found).filter((name) => !names.has(name))
  return [...missing, ...more.map((name) => `${at}/${name} is not there on AWS`)]
}

/** A masked header (`Host`, `X-Forwarded-For`) is volatile and was written in a spelling of its own. */
function spelling(path: string, name: string, found: Members, rules: Rules): string {
  if (name in found || !rules.volatile.has(normalize(path))) return name
  return Object.keys(found).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name
}

/** An event in the spelling of .NET with the names that AWS uses. */
function asOnAws(value: Json, at = ''): Json {
  if (Array.isArray(value)) return value.map((item) => asOnAws(item, at))
  if (!isMembers(value)) return value
  const data = isData(at)
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const key = data ? name : lowerFirst(name)
      return [key, asOnAws(member, `${at}/${key}`)]
    }),
  )
}

function namesOfAws(pointer: string): string {
  const [, first = '', ...rest] = pointer.split('/')
  const data = DATA.has(lowerFirst(first))
  return ['', lowerFirst(first), ...rest.map((name) => (data ? name : lowerFirst(name)))].join('/')
}

/** Pointers are compared without regard to case and unescaped (RFC 6901). */
function normalize(pointer: string): string {
  return pointer.replaceAll('~1', '/').replaceAll('~0', '~').toLowerCase()
}

function isData(at: string): boolean {
  return at.lastIndexOf('/') === 0 && DATA.has(at.slice(1))
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

function isMembers(value: Json): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNothing(value: Json): boolean {
  return value === undefined || isEmptyInGo(value)
}

function show(value: Json): string {
  return value === undefined ? 'absent' : JSON.stringify(value)
}
