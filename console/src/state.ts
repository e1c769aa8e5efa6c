import type { ConsoleState } from '../../src/console/types.ts'
import { call, CallError, hasKey, stream, takeToken } from './client.ts'
import { NO_FILTER, Rows, type Filter } from './rows.ts'
import { Cell } from './store.ts'

export type View = 'invocations' | 'functions' | 'figures'

export type Connection = 'connecting' | 'open' | 'lost' | 'refused'

/** What stands beside the list: an invocation, or what is to be sent. */
export type Beside =
  | { show: 'nothing' }
  | { show: 'invocation'; id: number }
  | { show: 'composer'; draft: Draft }

/** What is about to be sent. */
export interface Draft {
  function: string
  type: 'event' | 'request'
  event: string
  method: string
  target: string
  headers: [name: string, value: string][]
  body: string
}

export const connection = new Cell<Connection>('connecting')
export const state = new Cell<ConsoleState | undefined>(undefined)
/** Counts up whenever rows have changed. */
export const revision = new Cell(0)
export const rows = new Rows()
export const filter = new Cell<Filter>(NO_FILTER)
export const view = new Cell<View>('invocations')
export const beside = new Cell<Beside>({ show: 'nothing' })
/** For whoever looks at it, and for a screen reader. */
export const notice = new Cell<{ text: string; isError: boolean } | undefined>(undefined)

export function open(id: number): void {
  beside.value = { show: 'invocation', id }
}

export function close(): void {
  beside.value = { show: 'nothing' }
}

export function say(text: string, isError = false): void {
  notice.value = { text, isError }
}

/** Does something of which the outcome is told. @returns whether it went well */
export async function attempt(what: () => Promise<string | undefined>): Promise<boolean> {
  try {
    const text = await what()
    if (text !== undefined) say(text)
    return true
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return false
    const remedy = thrown instanceof CallError ? (thrown.remedy ?? '') : ''
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    say(`${message.replace(/\.$/, '')}. ${remedy}`.trim(), true)
    return false
  }
}

/** In milliseconds; `oche dev` may be on its way to be there again. */
const AGAIN = 1000

/** Follows what happens, for as long as the page is there. */
export async function follow(): Promise<void> {
  for (;;) {
    try {
      state.value = await call('GET /api/state')
      // The first piece tells of all rows: what went while nobody listened goes here too.
      let isFirst = true
      for await (const change of stream(
        'GET /api/changes',
        undefined,
        new AbortController().signal,
      )) {
        connection.value = 'open'
        if (isFirst) rows.clear()
        isFirst = false
        take(change)
      }
      connection.value = 'lost'
    } catch (thrown) {
      if (thrown instanceof CallError && thrown.code === 'CONSOLE_REFUSED') {
        connection.value = 'refused'
        return
      }
      connection.value = 'lost'
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN))
  }
}

type Change = Awaited<ReturnType<ReturnType<typeof stream<'GET /api/changes'>>['next']>>['value']

function take(change: Change): void {
  switch (change.type) {
    case 'rows':
      rows.take(change.rows, change.bounds)
      break
    case 'cleared':
      rows.clear()
      break
    case 'functions':
      if (state.value !== undefined) {
        state.value = { ...state.value, functions: change.functions, url: change.url }
      }
  }
  revision.value++
}

const VIEWS: readonly View[] = ['invocations', 'functions', 'figures']

/** The address says which view is shown, so that the browser's own keys go back and forth. */
export function followAddress(): void {
  addEventListener('hashchange', () => void lookAtAddress())
  void lookAtAddress()
}

async function lookAtAddress(): Promise<void> {
  // An address that is opened where the page already is loads nothing by itself.
  if (hasKey()) {
    await takeToken()
    return location.reload()
  }
  const name = location.hash.replace(/^#\//, '') as View
  view.value = VIEWS.includes(name) ? name : 'invocations'
}

export function go(to: View): void {
  location.hash = `#/${to}`
}
