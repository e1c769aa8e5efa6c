import { define } from '../define.ts'
import { native, system } from '../native.ts'

interface Util {
  format(...params: unknown[]): string
  inspect(value: unknown, options?: object): string
}

const util = () => native.load('node:util') as unknown as Util

const counts = new Map<string, number>()
const starts = new Map<string, number>()
let indent = ''

function text(params: unknown[]): string {
  const [first] = params
  return params.length === 1 && typeof first === 'string' ? first : util().format(...params)
}

function print(descriptor: 1 | 2, line: string): void {
  const indented = indent === '' ? line : indent + line.replaceAll('\n', `\n${indent}`)
  system.print(descriptor, `${indented}\n`)
}

const out = (...params: unknown[]) => print(1, text(params))
const err = (...params: unknown[]) => print(2, text(params))

function elapsed(label: string): string | undefined {
  const start = starts.get(label)
  return start === undefined ? undefined : `${(system.now() - start).toFixed(3)}ms`
}

/** The runtime puts its own methods over `log`, `info`, `debug`, `warn`, `error` and `trace`. */
define(globalThis, 'console', {
  log: out,
  info: out,
  debug: out,
  warn: err,
  error: err,
  trace(...params: unknown[]) {
    const stack = new Error('trace').stack!.split('\n').slice(2).join('\n')
    err(`Trace${params.length > 0 ? `: ${text(params)}` : ''}\n${stack}`)
  },
  dir: (value: unknown, options?: object) => print(1, util().inspect(value, options)),
  dirxml: out,
  table: out,
  assert(condition?: unknown, ...params: unknown[]) {
    if (!condition) err(`Assertion failed${params.length > 0 ? `: ${text(params)}` : ''}`)
  },
  count(label = 'default') {
    counts.set(label, (counts.get(label) ?? 0) + 1)
    out(`${label}: ${counts.get(label)}`)
  },
  countReset: (label = 'default') => counts.delete(label),
  time: (label = 'default') => starts.set(label, system.now()),
  timeLog(label = 'default', ...params: unknown[]) {
    const time = elapsed(label)
    if (time !== undefined) out(`${label}: ${time}`, ...params)
  },
  timeEnd(label = 'default') {
    const time = elapsed(label)
    starts.delete(label)
    if (time !== undefined) out(`${label}: ${time}`)
  },
  group(...params: unknown[]) {
    if (params.length > 0) out(...params)
    indent += '  '
  },
  groupCollapsed(...params: unknown[]) {
    if (params.length > 0) out(...params)
    indent += '  '
  },
  groupEnd() {
    indent = indent.slice(2)
  },
})
