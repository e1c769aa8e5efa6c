import { HeaderLines } from './header-lines.ts'
import { MalformedRequest } from './malformed.ts'

/** Everything before the body of a request. */
export interface RequestHead {
  method: string
  target: string
  headers: HeaderLines
  /** In bytes, or in chunks. */
  body: number | 'chunked'
  /** Whether another request may follow on the connection. */
  staysOpen: boolean
  /** HTTP/1.0 closes unless it is told otherwise. */
  isOld: boolean
  expectsContinue: boolean
}

const TOKEN = "[!#$%&'*+\\-.^`|~\\w]+"
const TARGET = '[\\x21-\\x7e\\x80-\\xff]+'
const LINES = `(?:\\r\\n${TOKEN}:[\\t\\x20-\\x7e\\x80-\\xff]*)*`
const HEAD = new RegExp(`^(${TOKEN}) (${TARGET}) HTTP/(\\d)\\.(\\d)${LINES}$`)
const TRAILERS = new RegExp(`^${LINES}$`)
const BEGINNING = new RegExp(
  `^${TOKEN}(?: (?:${TARGET}(?: (?:[HTP]{1,4}(?:/[\\d.]{0,3}(?:\\r(?:\\n[^]*)?)?)?)?)?)?)?$`,
)

/**
 * @param text up to the empty line, one character a byte
 * @throws MalformedRequest
 */
export function parseHead(text: string): RequestHead {
  const [, method, target, major, minor] = HEAD.exec(text) ?? malformed('no request of HTTP/1.1')
  if (major !== '1') throw new MalformedRequest(`HTTP/${major} is not spoken here`, 505)
  const isOld = minor === '0'
  const headers = new HeaderLines(text)
  const hosts = headers.get('host')
  if (hosts === undefined && !isOld) malformed('no Host')
  const connection = headers.get('connection')?.toLowerCase()
  const expect = isOld ? undefined : headers.get('expect')?.toLowerCase()
  if (expect !== undefined && expect !== '100-continue') {
    throw new MalformedRequest(`Expect: ${expect} is not known here`, 417)
  }
  return {
    method: method!,
    target: target!,
    headers,
    body: bodyOf(headers, isOld),
    staysOpen: isOld ? has(connection, 'keep-alive') : !has(connection, 'close'),
    isOld,
    expectsContinue: expect !== undefined,
  }
}

/**
 * @param text what comes between the last chunk and the empty line, each line after a line's end
 * @throws MalformedRequest
 */
export function parseTrailers(text: string): HeaderLines {
  return TRAILERS.test(text) ? new HeaderLines(text) : malformed('trailers that are none')
}

/**
 * What can become no head is refused before it is whole: it may be that nothing follows.
 *
 * @throws MalformedRequest
 */
export function checkBeginning(text: string): void {
  if (!BEGINNING.test(text) || /(?<!\r)\n/.test(text)) malformed('no request of HTTP/1.1')
}

/** RFC 9112, 6.3: a request that says nothing of a body has none. What is told in two ways is refused. */
function bodyOf(headers: HeaderLines, isOld: boolean): RequestHead['body'] {
  const length = headers.get('content-length')
  const coding = headers.get('transfer-encoding')
  if (coding !== undefined) {
    if (length !== undefined || isOld) malformed('a length of two kinds')
    if (coding.toLowerCase() === 'chunked') return 'chunked'
    throw new MalformedRequest(`Transfer-Encoding: ${coding} is not known here`, 501)
  }
  if (length === undefined) return 0
  return /^\d{1,15}$/.test(length) ? Number(length) : malformed('a Content-Length that is none')
}

function has(list: string | undefined, option: string): boolean {
  return list !== undefined && list.split(/\s*,\s*/).includes(option)
}

function malformed(message: string): never {
  throw new MalformedRequest(message)
}
