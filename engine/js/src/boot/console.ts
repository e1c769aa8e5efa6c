import { define } from '../define.ts'
import { native, system } from '../native.ts'

interface Util {
  format(...params: unknown[]): string
  inspect(value: unknown, options?: object): string
}

interface Sink {
  write(text: string): unknown
}

const util = () => native.load('node:util') as unknown as Util

function text(params: unknown[]): string {
  const [first] = params
  return params.length === 1 && typeof first === 'string' ? first : util().format(...params)
}

/** A console that writes to two streams. */
export class Console {
  log!: (...params: unknown[]) => void
  info!: (...params: unknown[]) => void
  debug!: (...params: unknown[]) => void
  dirxml!: (...params: unknown[]) => void
  warn!: (...params: unknown[]) => void
  error!: (...params: unknown[]) => void

  constructor(given: Sink | { stdout: Sink; stderr?: Sink }, errors?: Sink) {
    const isPair = 'stdout' in given
    const out = isPair ? given.stdout : given
    Object.assign(this, consoleMethods(out, (isPair ? given.stderr : errors) ?? out))
  }
}

function consoleMethods(stdout: Sink, stderr: Sink) {
  const counts = new Map<string, number>()
  const starts = new Map<string, number>()
  let indent = ''

  function print(sink: Sink, line: string): void {
    const indented = indent === '' ? line : indent + line.replaceAll('\n', `\n${indent}`)
    sink.write(`${indented}\n`)
  }

  const out = (...params: unknown[]) => print(stdout, text(params))
  const err = (...params: unknown[]) => print(stderr, text(params))

  function elapsed(label: string): string | undefined {
    const start = starts.get(label)
    return start === undefined ? undefined : `${(system.now() - start).toFixed(3)}ms`
  }

  function group(...params: unknown[]): void {
    if (params.length > 0) out(...params)
    indent += '  '
  }

  return {
    log: out,
    info: out,
    debug: out,
    dirxml: out,
    table: out,
    warn: err,
    error: err,
    group,
    groupCollapsed: group,
    groupEnd() {
      indent = indent.slice(2)
    },
    trace(...params: unknown[]) {
      const stack = new Error('trace').stack!.split('\n').slice(2).join('\n')
      err(`Trace${params.length > 0 ? `: ${text(params)}` : ''}\n${stack}`)
    },
    dir: (value: unknown, options?: object) => print(stdout, util().inspect(value, options)),
    assert(condition?: unknown, ...params: unknown[]) {
      if (!condition) err(`Assertion failed${params.length > 0 ? `: ${text(params)}` : ''}`)
    },
    count(label = 'default') {
      counts.set(label, (counts.get(label) ?? 0) + 1)
      out(`${label}: ${counts.get(label)}`)
    },
    countReset: (label = 'default') => void counts.delete(label),
    time: (label = 'default') => void starts.set(label, system.now()),
    timeLog(label = 'default', ...params: unknown[]) {
      const time = elapsed(label)
      if (time !== undefined) out(`${label}: ${time}`, ...params)
    },
    timeEnd(label = 'default') {
      const time = elapsed(label)
      starts.delete(label)
      if (time !== undefined) out(`${label}: ${time}`)
    },
  }
}

const sink = (descriptor: 1 | 2): Sink => ({ write: (line) => system.print(descriptor, line) })

/** The runtime puts its own methods over `log`, `info`, `debug`, `warn`, `error` and `trace`. */
define(globalThis, 'console', { ...consoleMethods(sink(1), sink(2)), Console })
