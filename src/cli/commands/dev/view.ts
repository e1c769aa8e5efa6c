import { readableLine } from './log-line.ts'
import type { OcheError } from '../../../core/errors.ts'
import type { LocalEvent } from '../../../local/index.ts'
import { errorJson, REPORT, showError } from '../../output/failure.ts'
import type { Output } from '../../output/output.ts'
import { durationText } from '../../output/units.ts'

/** A function and where it answers. */
interface Served {
  name: string
  /** Undefined without an endpoint. */
  url: string | undefined
  /** Route keys: `GET /items/{id}`, `$default`. */
  routes: readonly string[]
}

/** What `oche dev` shows; for a person or, with `--json`, one object a line. */
export interface View {
  ready(url: string, functions: readonly Served[]): void
  event(event: LocalEvent): void
  rebuilt(functions: readonly string[], trigger: string, durationMs: number): void
  /** @param serves whether an earlier build goes on answering */
  buildFailed(functions: readonly string[], error: OcheError, serves: boolean): void
  note(text: string): void
}

export function createView(output: Output, functions: readonly string[]): View {
  return output.json ? jsonView(output) : textView(output, functions.length > 1)
}

function jsonView(output: Output): View {
  const tell = (type: string, members: object) => output.resultJson({ type, ...members })
  return {
    ready: (url, functions) =>
      tell('ready', {
        url,
        functions: functions.map(({ name }) => name),
        urls: Object.fromEntries(functions.map(({ name, url }) => [name, url])),
      }),
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

function textView(output: Output, several: boolean): View {
  const { style } = output
  const show = (line: string) => void (output.quiet || output.note(line))
  const waiting = new WaitingLines((lines) => lines.forEach(show))
  const logLine = (event: Extract<LocalEvent, { type: 'log' | 'platform' }>) => {
    const whose = [several && event.function, event.type === 'log' && event.extension]
    const name = whose.map((one) => (one ? `${style('dim', one)} ` : '')).join('')
    const text = event.type === 'platform' ? style('dim', event.line) : readableLine(event.line)
    return `    ${name}${text}`
  }
  return {
    ready: (url, functions) => {
      output.result(url)
      for (const line of addresses(url, functions)) show(`    ${line}`)
      show(style('dim', 'Ctrl-C stops it.'))
    },
    event: (event) => {
      switch (event.type) {
        case 'request':
          show(requestLine(event, several, style))
          if (event.refused && !waiting.knows(event.requestId)) {
            show(`    ${style('yellow', event.refused.reason)}`)
          }
          return waiting.told(event.requestId)
        case 'fault':
          waiting.told(event.requestId)
          return output.note(`${style('red', 'fault:')} ${faultText(event)}`)
        case 'bug':
          output.note(`${style('red', 'bug:')} ${event.message}`)
          return output.note(`${event.stack ?? ''}\n${REPORT}`)
        case 'platform':
          if (!output.verbose) return undefined
      }
      return waiting.add(event.requestId, logLine(event))
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
  const rows = functions.flatMap(({ name, url: own, routes }) => {
    if (own === undefined) return [`${name}: only by oche invoke ${name}`]
    const place = own === url ? '' : `${own} `
    return routes.map((route) => `${place}${route === '$default' ? 'any path' : route} → ${name}`)
  })
  return functions.length === 1 && rows[0]?.startsWith('any path') ? [] : rows
}

function requestLine(
  event: Extract<LocalEvent, { type: 'request' }>,
  several: boolean,
  style: Output['style'],
): string {
  const { method, path, status, durationMs, coldStart } = event
  const colour = status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green'
  return [
    style('bold', method),
    path,
    style(colour, String(status)),
    durationText(durationMs),
    // No function: the endpoint answered by itself.
    ...(event.function === '' ? [] : [coldStart ? style('cyan', 'cold') : style('dim', 'warm')]),
    ...(several && event.function !== '' ? [style('dim', event.function)] : []),
  ].join(' ')
}

/** How many requests are remembered as told of; their last lines come right after. */
const REMEMBERED = 100

/**
 * A function's lines belong under the line of their request, which is written once its status is
 * known. Lines of a request that takes long are shown before it, and those of no request at once.
 */
class WaitingLines {
  readonly #show: (lines: readonly string[]) => void
  readonly #lines = new Map<string, { lines: string[]; timer: NodeJS.Timeout }>()
  readonly #told = new Set<string>()

  constructor(show: (lines: readonly string[]) => void) {
    this.#show = show
  }

  add(requestId: string | undefined, line: string): void {
    if (requestId === undefined || this.#told.has(requestId)) return this.#show([line])
    const waiting = this.#lines.get(requestId)
    if (waiting !== undefined) return void waiting.lines.push(line)
    const timer = setTimeout(() => this.#release(requestId), PATIENCE)
    timer.unref()
    this.#lines.set(requestId, { lines: [line], timer })
  }

  /** Whether what became of the request has been told. */
  knows(requestId: string): boolean {
    return this.#told.has(requestId)
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
    this.#show(waiting.lines)
  }
}
