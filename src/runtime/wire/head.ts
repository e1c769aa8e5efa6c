/** Status line and headers of an HTTP/1.1 response. */
export interface Head {
  /** As they came, decoded as latin1, without the empty line. */
  text: string
  lowerCase: string
  status: number
  /** In bytes; NaN where the body comes in chunks, Infinity where it ends with the connection. */
  bodyLength: number
  /** How long the connection may carry another exchange, in milliseconds; 0 where it closes. */
  idleMs: number
}

/** @throws Error where this is no head of HTTP/1.x, or Content-Length no length */
export function readHead(text: string): Head {
  const statusLine = /^HTTP\/1\.(\d) (\d{3})(?: |\r|$)/.exec(text)
  if (!statusLine) throw notHttp()
  const lowerCase = text.toLowerCase()
  const head = { text, lowerCase, status: Number(statusLine[2]), bodyLength: 0, idleMs: 0 }
  head.bodyLength = bodyLength(head)
  head.idleMs = idleMs(head, statusLine[1] === '0')
  return head
}

export function notHttp(): Error {
  return new Error('the answer is not HTTP/1.1')
}

/**
 * The header's value, undefined where it is absent or empty: Lambda's clients treat both alike.
 *
 * @param name in lower case
 */
export function headerOf({ text, lowerCase }: Head, name: string): string | undefined {
  const found = lowerCase.indexOf(`\r\n${name}:`)
  if (found < 0) return undefined
  const start = found + name.length + 3
  const end = text.indexOf('\r\n', start)
  return text.slice(start, end < 0 ? undefined : end).trim() || undefined
}

function bodyLength(head: Head): number {
  if (/chunked$/i.test(headerOf(head, 'transfer-encoding') ?? '')) return Number.NaN
  if (head.status === 204 || head.status === 304) return 0
  const value = headerOf(head, 'content-length')
  if (value === undefined) return Infinity
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw new Error(`Content-Length is ${JSON.stringify(value)}`)
}

/** HTTP/1.0 closes unless told otherwise. */
function idleMs(head: Head, isHttp10: boolean): number {
  const connection = headerOf(head, 'connection')?.toLowerCase()
  if (isHttp10 ? connection !== 'keep-alive' : connection === 'close') return 0
  const timeout = /timeout=(\d+)/.exec(headerOf(head, 'keep-alive') ?? '')
  // A second early, so that a request does not cross the server's close.
  return timeout ? Number(timeout[1]) * 1000 - 1000 : Infinity
}
