import type { Trigger } from '../../../core/config/events/triggers.ts'
import type { OcheError } from '../../../core/errors.ts'
import type { LocalEvent } from '../../../local/index.ts'
import { errorJson, REPORT, showError } from '../../output/failure.ts'
import type { Output } from '../../output/output.ts'
import { colouredLine, type Readable } from '../../output/log-line.ts'
import { logText } from '../../output/log-text.ts'
import { durationText } from '../../output/units.ts'

/** A function and where it answers. */
interface Served {
  name: string
  /** Undefined without an endpoint. */
  url: string | undefined
  /** Route keys: `GET /items/{id}`, `$default`. */
  routes: readonly string[]
  /** What starts it besides requests. */
  triggers?: readonly Pick<Trigger, 'name' | 'text'>[]
}

/** What `oche dev` shows; for a person or, with `--json`, one object a line. */
export interface View {
  /** @param console where the page is that shows what runs; told once */
  ready(url: string, functions: readonly Served[], console?: string): void
  event(event: LocalEvent): void
  rebuilt(functions: readonly string[], trigger: string, durationMs: number): void
  /** @param serves whether an earlier build goes on answering */
  buildFailed(functions: readonly string[], error: OcheError, serves: boolean): void
  note(text: string): void
}

export interface ViewOptions {
  /** Names of all. */
  functions: readonly string[]
  /** The project's folder, from which paths in errors are told. */
  root: string
  /** Whether there are keys to press. */
  hasKeys: boolean
}

export function createView(output: Output, options: ViewOptions): View {
  return output.json ? jsonView(output) : textView(output, options)
}

function jsonView(output: Output): View {
  const tell = (type: string, members: object) => output.resultJson({ type, ...members })
  return {
    ready: (url, functions, console) => {
      tell('ready', {
        url,
        functions: functions.map(({ name }) => name),
        urls: Object.fromEntries(functions.map(({ name, url }) => [name, url])),
        events: Object.fromEntries(
          functions.map(({ name, triggers = [] }) => [name, triggers.map((one) => one.name)]),
        ),
      })
      if (console !== undefined) tell('console', { url: console })
    },
    event: (event) => {
      if (event.type !== 'platform' || output.verbose) output.resultJson(event)
    },
    rebuilt: (functions, trigger, durationMs) => {
      for (const name of functions) tell('rebuilt', { function: name, trigger, durationMs })
    },
    buildFailed: (functions, error, serves) => {
      for (const name of functions) {
        tell('build-failed', { function: name, error: errorJson(error), serves })
      }
    },
    note: (text) => output.note(text),
  }
}

/** How long the lines of a function wait for the line of their request, in milliseconds. */
const PATIENCE = 1000

function textView(output: Output, { functions, root, hasKeys }: ViewOptions): View {
  const { style } = output
  const several = functions.length > 1
  const show = (line: string) => void (output.quiet || output.note(line))
  const waiting = new WaitingLines((lines) => lines.forEach(show))
  const logLine = (event: Extract<LocalEvent, { type: 'log' }>): Readable => {
    const whose = [several && event.function, event.extension]
    const name = whose.map((one) => (one ? `${style('dim', one)} ` : '')).join('')
    if (output.verbose) {
      return { text: `    ${name}${logText(event.line, '      ')}`, isFailure: false }
    }
    const { text, isFailure } = colouredLine(event.line, root, style)
    const lines = text.split('\n').map((one) => `    ${name}${one}`)
    return { text: lines.join('\n'), isFailure }
  }
  return {
    ready: (url, functions, console) => {
      output.result(url)
      for (const line of addresses(url, functions)) show(`    ${line}`)
      if (console !== undefined) show(`    console ${console}`)
      show(style('dim', hasKeys ? 'Press ? for keys. Ctrl-C stops it.' : 'Ctrl-C stops it.'))
    },
    event: (event) => {
      if (output.quiet && event.type !== 'fault' && event.type !== 'bug') return
      switch (event.type) {
        case 'request':
          show(requestLine(event, several, output))
          // A function that failed has said so itself.
          if (event.refused && !waiting.saysWhy(event.requestId)) {
            show(`    ${style('yellow', event.refused.reason)}`)
          }
          return waiting.told(event.requestId)
        case 'fault':
          waiting.told(event.requestId)
          return output.note(`${style('red', 'fault:')} ${faultText(event)}`)
        case 'bug':
          output.note(`${style('red', 'bug:')} ${event.message}`)
          return output.note(`${event.stack ?? ''}\n${REPORT}`)
        case 'platform': {
          const name = several ? `${event.function} ` : ''
          const text = `    ${style('dim', name + event.line)}`
          return output.verbose
            ? waiting.add(event.requestId, { text, isFailure: false })
            : undefined
        }
        case 'log':
          return waiting.add(event.requestId, logLine(event))
      }
    },
    rebuilt: (_functions, trigger, durationMs) =>
      show(`${style('green', 'rebuilt')} in ${durationText(durationMs)} after ${trigger}`),
    buildFailed: (_functions, error, serves) => {
      showError(error, output)
      const meanwhile = serves
        ? 'The last build that worked keeps serving.'
        : 'Until it compiles, requests are answered with 502 and this reason.'
      show(style('dim', meanwhile))
    },
    note: show,
  }
}

/** Who is at fault, once: some messages begin with it. */
function faultText(event: Extract<LocalEvent, { type: 'fault' }>): string {
  const { function: name, message } = event
  return message.startsWith(`${name} `) ? message : `${name}: ${message}`
}

/** Nothing where one function answers on every path of the one address. */
function addresses(url: string, functions: readonly Served[]): string[] {
  const rows = functions.flatMap(({ name, url: own, routes, triggers = [] }) => {
    const sent = triggers.map(
      (one) => `${one.text} → ${name}: oche invoke ${name} --event ${one.name}`,
    )
    if (own === undefined) return sent.length > 0 ? sent : [`${name}: only by oche invoke ${name}`]
    const place = own === url ? '' : `${own} `
    const paths = routes.map(
      (route) => `${place}${route === '$default' ? 'any path' : route} → ${name}`,
    )
    return [...paths, ...sent]
  })
  return functions.length === 1 && rows[0]?.startsWith('any path')
    ? rows.slice(functions[0]!.routes.length)
    : rows
}

/** `200 GET    /items            12 ms cold`: columns, so that ten of them can be scanned. */
function requestLine(
  event: Extract<LocalEvent, { type: 'request' }>,
  several: boolean,
  { style, columns, verbose }: Output,
): string {
  const { method, path, status, durationMs, coldStart } = event
  const colour = status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green'
  const name = several && event.function !== '' ? event.function : ''
  const clock = verbose ? `${clockTime(new Date())} ` : ''
  const duration = durationText(durationMs).padStart(' 999 ms'.length)
  const others = [clock, '200 ', 'OPTIONS ', ` ${duration}`, ' cold', name && ` ${name}`].join(
    '',
  ).length
  const width = Math.max(8, Math.min(MOST_OF_PATH, columns - others))
  return [
    ...(verbose ? [style('dim', clock.trimEnd())] : []),
    style(colour, String(status)),
    style('bold', method.padEnd('OPTIONS'.length)),
    shortened(path, width).padEnd(Math.min(width, SCANNED)),
    duration,
    // No function: the endpoint answered by itself.
    ...(event.function === '' ? [] : [coldStart ? style('cyan', 'cold') : style('dim', 'warm')]),
    ...(name === '' ? [] : [style('dim', name)]),
  ].join(' ')
}

/** Durations stand below each other where paths are no longer than this. */
const SCANNED = 24

/** However wide the terminal is. */
const MOST_OF_PATH = 80

/** Its beginning says what it is, its end which. */
function shortened(path: string, width: number): string {
  if (path.length <= width) return path
  const end = Math.floor((width - 1) / 2)
  return `${path.slice(0, width - 1 - end)}…${path.slice(path.length - end)}`
}

/** Of this machine's time zone. */
function clockTime(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

/** How many requests are remembered as told of; their last lines come right after. */
const REMEMBERED = 100

/**
 * A function's lines belong under the line of their request, which is written once its status is
 * known. Lines of a request that takes long are shown before it, and those of no request at once.
 */
class WaitingLines {
  readonly #show: (lines: readonly string[]) => void
  readonly #lines = new Map<string, { lines: Readable[]; timer: NodeJS.Timeout }>()
  readonly #told = new Set<string>()

  constructor(show: (lines: readonly string[]) => void) {
    this.#show = show
  }

  add(requestId: string | undefined, line: Readable): void {
    if (requestId === undefined || this.#told.has(requestId)) return this.#show([line.text])
    const waiting = this.#lines.get(requestId)
    if (waiting !== undefined) return void waiting.lines.push(line)
    const timer = setTimeout(() => this.#release(requestId), PATIENCE)
    timer.unref()
    this.#lines.set(requestId, { lines: [line], timer })
  }

  /** Whether why the request failed has been told, or is about to be. */
  saysWhy(requestId: string): boolean {
    const waiting = this.#lines.get(requestId)?.lines ?? []
    return this.#told.has(requestId) || waiting.some(({ isFailure }) => isFailure)
  }

  /** The request's own line has been shown. */
  told(requestId: string | undefined): void {
    if (requestId === undefined) return
    this.#told.add(requestId)
    const [oldest] = this.#told
    if (this.#told.size > REMEMBERED) this.#told.delete(oldest!)
    this.#release(requestId)
  }

  #release(requestId: string): void {
    const waiting = this.#lines.get(requestId)
    if (waiting === undefined) return
    clearTimeout(waiting.timer)
    this.#lines.delete(requestId)
    this.#show(waiting.lines.map(({ text }) => text))
  }
}
