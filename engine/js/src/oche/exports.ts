import { isPlaceholder } from '../define.ts'
import { builtinModules } from '../node/module.ts'
import { native, system } from '../native.ts'

/**
 * What a function may use, for `oche build`: what each of Node's modules exports here, which of that is
 * there to be named only, what is global, and what works of the members of each global.
 */
const names = [
  ...builtinModules,
  'dns/promises',
  'fs/promises',
  'path/posix',
  'stream/consumers',
  'stream/promises',
  'stream/web',
  'timers/promises',
  'util/types',
  'assert/strict',
].filter((name) => native.has(`node:${name}`))

const exportsOf = (name: string) => Object.entries(native.load(`node:${name}`))
const modules = Object.fromEntries(
  names.map((name) => [
    name,
    exportsOf(name)
      .map(([member]) => member)
      .sort(),
  ]),
)

const namedOnly = (name: string) =>
  exportsOf(name)
    .filter(([, value]) => isPlaceholder(value))
    .map(([member]) => member)
const placeholders = Object.fromEntries(
  names.map((name) => [name, namedOnly(name).sort()]).filter(([, found]) => found!.length > 0),
)

/** Its own, and those of its prototypes below what all objects have. */
function membersOf(holder: object): string[] {
  if (holder === Object.prototype || holder === Function.prototype) return []
  const own = Object.entries(Object.getOwnPropertyDescriptors(holder))
    .filter(([, { value }]) => !isPlaceholder(value))
    .map(([name]) => name)
  const above: unknown = Object.getPrototypeOf(holder)
  return above ? [...own, ...membersOf(above)] : own
}

const isHolder = (value: unknown): value is object =>
  value !== null && value !== globalThis && ['object', 'function'].includes(typeof value)
const globals = Object.getOwnPropertyNames(globalThis).sort()
const members = Object.fromEntries(
  globals
    .map((name) => [name, (globalThis as Record<string, unknown>)[name]] as const)
    .filter(([, value]) => isHolder(value))
    .map(([name, value]) => [name, [...new Set(membersOf(value as object))].sort()]),
)

system.print(1, `${JSON.stringify({ modules, placeholders, globals, members }, null, 1)}\n`)
