import type { InvocationView } from '../../src/console/types.ts'
import { call } from './client.ts'
import { attempt, beside, rows, say, state, type Draft } from './state.ts'
import { Cell } from './store.ts'
import { pretty } from './text.ts'

/** Whether the list stands still. */
export const paused = new Cell(false)

/** Sends an invocation once more, as it was. */
export async function again(id: number): Promise<void> {
  await attempt(async () => {
    await call('POST /api/invocations/{id}/again', [id])
    return 'Sent again'
  })
}

/** What was sent, to be changed and sent. */
export async function edit(id: number): Promise<void> {
  await attempt(async () => {
    const whole = await call('GET /api/invocations/{id}', [id])
    beside.value = { show: 'composer', draft: draftOf(whole) }
    return undefined
  })
}

export function newDraft(): void {
  const first = state.value?.functions[0]
  if (first === undefined) return say('There is no function to send to', true)
  compose(first.name)
}

/** Something new for a function. */
export function compose(functionName: string): void {
  const fn = state.value?.functions.find(({ name }) => name === functionName)
  const draft: Draft = {
    function: functionName,
    type: fn?.url === undefined ? 'event' : 'request',
    event: '{}',
    ...firstRequest(fn?.routes ?? []),
    headers: [],
    body: '',
  }
  beside.value = { show: 'composer', draft }
}

function firstRequest(routes: readonly string[]): { method: string; target: string } {
  const [method = 'GET', path = '/'] = routes.find((route) => route.includes(' '))?.split(' ') ?? []
  return {
    method: method === 'ANY' ? 'GET' : method,
    target: path.replaceAll(/\{(\w+)\+?\}/g, '$1'),
  }
}

function draftOf(whole: InvocationView): Draft {
  const { request, event, via } = whole
  const isText = request?.body === undefined || request.body.encoding === 'utf8'
  const type = via === 'http' && request !== undefined && isText ? 'request' : 'event'
  return {
    function: whole.function || (state.value?.functions[0]?.name ?? ''),
    type,
    event: pretty(event?.text ?? '{}'),
    method: request?.method ?? 'GET',
    target: request?.target ?? '/',
    headers: (request?.headers ?? []).filter(isOwn).map(([name, value]) => [name, value]),
    body: request?.body?.encoding === 'utf8' ? request.body.text : '',
  }
}

/** Without what the connection says. */
function isOwn([name]: readonly [string, string]): boolean {
  return !/^(host|connection|content-length|transfer-encoding|accept-encoding|keep-alive|sec-.*)$/i.test(
    name,
  )
}

export async function restart(): Promise<void> {
  await attempt(async () => {
    const { ended, finishing } = await call('POST /api/restart')
    const count = ended + finishing
    return `Restarted: ${count === 1 ? '1 process ends' : `${count} processes end`}; the next invocation is cold`
  })
}

export async function clear(): Promise<void> {
  await attempt(async () => {
    await call('POST /api/clear')
    rows.clear()
    beside.value = { show: 'nothing' }
    return 'Cleared'
  })
}

export async function copy(text: string, what: string): Promise<void> {
  await attempt(async () => {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      throw new Error(
        'The browser does not let this page copy: select the text, and copy it by hand',
      )
    }
    return `Copied ${what}`
  })
}
