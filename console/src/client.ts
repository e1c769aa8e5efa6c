import type { ApiError, ConsoleApi, ConsoleStreams } from '../../src/console/types.ts'

type Path = keyof ConsoleApi
type Takes<P extends Path> = ConsoleApi[P] extends { takes: infer T } ? T : undefined
type StreamPath = keyof ConsoleStreams
type StreamTakes<P extends StreamPath> = ConsoleStreams[P] extends { takes: infer T }
  ? T
  : undefined

/** What the API refused, in its words. */
export class CallError extends Error {
  readonly code: string
  readonly remedy: string | undefined

  constructor({ code, message, remedy }: ApiError['error']) {
    super(message)
    this.code = code
    this.remedy = remedy
  }
}

const KEPT_AS = 'token'

let token: string | undefined

function keysIn(hash: string): { direct: string | null; ticket: string | null } {
  const given = new URLSearchParams(hash.slice(1))
  return { direct: given.get('token'), ticket: given.get('ticket') }
}

/** Whether the address holds a token, or a ticket for one. */
export function hasKey(): boolean {
  const { direct, ticket } = keysIn(location.hash)
  return direct !== null || ticket !== null
}

/**
 * Finds the session's token: in the address, for the ticket in it, or where a reload has left it. The
 * address bar need not show either.
 *
 * @returns whether there is one
 */
export async function takeToken(): Promise<boolean> {
  const { direct, ticket } = keysIn(location.hash)
  if (hasKey()) history.replaceState(null, '', '/#/')
  token = direct ?? (await tokenFor(ticket)) ?? sessionStorage.getItem(KEPT_AS) ?? undefined
  if (token !== undefined) sessionStorage.setItem(KEPT_AS, token)
  return token !== undefined
}

async function tokenFor(ticket: string | null): Promise<string | undefined> {
  if (ticket === null) return undefined
  return call('POST /api/token', [], { ticket }).then(
    (given) => given.token,
    () => undefined,
  )
}

/** @param parts stand for `{…}` in the path, one after the other */
export async function call<P extends Path>(
  path: P,
  parts: readonly (string | number)[] = [],
  body?: Takes<P>,
  signal?: AbortSignal,
): Promise<ConsoleApi[P]['gives']> {
  const response = await ask(path, parts, body, signal)
  return (await response.json()) as ConsoleApi[P]['gives']
}

/** Values as they come, until the other side ends or `signal` is aborted. */
export async function* stream<P extends StreamPath>(
  path: P,
  body: StreamTakes<P>,
  signal: AbortSignal,
  query = '',
): AsyncGenerator<ConsoleStreams[P]['gives']> {
  const response = await ask(path, [], body, signal, query)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop()!
    for (const line of lines) yield JSON.parse(line) as ConsoleStreams[P]['gives']
  }
}

async function ask(
  path: string,
  parts: readonly (string | number)[],
  body: unknown,
  signal?: AbortSignal,
  query = '',
): Promise<Response> {
  const [method = 'GET', pattern = ''] = path.split(' ')
  const left = [...parts]
  const url = pattern.replaceAll(/\{\w+\}/g, () => encodeURIComponent(String(left.shift())))
  const response = await fetch(url + query, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  if (response.ok) return response
  throw new CallError(((await response.json()) as ApiError).error)
}
