import { HeaderLines } from './header-lines.ts'
import { MalformedRequest } from './malformed.ts'

/** Everything before the body of a request. */
export interface RequestHead {
  method: string
  target: string
  fields: Fields
}

/** What the header lines say. */
export interface Fields {
  headers: HeaderLines
  /** In bytes, or in chunks. */
  body: number | 'chunked'
  /** Whether another request may follow on the connection. */
  staysOpen: boolean
  /** HTTP/1.0 closes unless it is told otherwise. */
  isOld: boolean
  expectsContinue: boolean
}

/** RFC 9110, 5.6.2; one character a byte. */
export const TOKEN = "[!#$%&'*+\\-.^`|~\\w]+"
const VISIBLE = '[\\x21-\\x7e]'
const IN_AUTHORITY = "[\\w\\-.~!$&'()*+,;=:[\\]%]"
/** RFC 9112, 3.2: a path, `*`, or the whole of a URL. */
const TARGET = `(?:[/*]${VISIBLE}*|[a-zA-Z]+://(?:${IN_AUTHORITY}*@)?${IN_AUTHORITY}+(?:[/?]${VISIBLE}*)?)`
const START = new RegExp(`^(${TOKEN}) (${TARGET}) HTTP/(\\d)\\.(\\d)$`)
const LINES = new RegExp(`^(?:\\r\\n${TOKEN}:[\\t\\x20-\\x7e\\x80-\\xff]*)*$`)
const BEGINNING = new RegExp(
  `^${TOKEN}(?: (?:${VISIBLE}+(?: (?:[HTP]{1,4}(?:/[\\d.]{0,3}(?:\\r(?:\\n[^]*)?)?)?)?)?)?)?$`,
)

/** Reads the heads of one connection. */
export class HeadParser {
  /** Of the last request without a body and of the last with one: a client sends the same each time. */
  readonly #last: { lines: string; fields: Fields }[] = []

  /**
   * @param text up to the empty line, one character a byte
   * @throws MalformedRequest
   */
  parse(text: string): RequestHead {
    const lineEnd = text.indexOf('\r\n')
    const start = lineEnd === -1 ? text : text.slice(0, lineEnd)
    const [, method, target, major, minor] = START.exec(start) ?? malformed(NO_REQUEST)
    if (major !== '1') throw new MalformedRequest(`HTTP/${major} is not spoken here`, 505)
    const lines = text.slice(start.length)
    return { method: method!, target: target!, fields: this.#fieldsOf(lines, minor === '0') }
  }

  #fieldsOf(lines: string, isOld: boolean): Fields {
    for (const last of this.#last) {
      if (last.lines === lines && last.fields.isOld === isOld) return last.fields
    }
    const fields = parseFields(lines, isOld)
    this.#last[fields.body === 0 || this.#last.length === 0 ? 0 : 1] = { lines, fields }
    return fields
  }
}

function parseFields(lines: string, isOld: boolean): Fields {
  if (!LINES.test(lines)) malformed(NO_REQUEST)
  const headers = new HeaderLines(lines)
  // RFC 9112, 3.2
  const hosts = headers.count('host')
  if (hosts > 1 || (hosts === 0 && !isOld)) malformed(hosts === 0 ? 'no Host' : 'several Hosts')
  const connection = headers.get('connection')?.toLowerCase()
  const expect = isOld ? undefined : headers.get('expect')?.toLowerCase()
  if (expect !== undefined && expect !== '100-continue') {
    throw new MalformedRequest(`Expect: ${expect} is not known here`, 417)
  }
  return {
    headers,
    body: bodyOf(headers, isOld),
    staysOpen: !has(connection, 'close') && (!isOld || has(connection, 'keep-alive')),
    isOld,
    expectsContinue: expect !== undefined,
  }
}

/**
 * @param text what comes between the last chunk and the empty line, each line after a line's end
 * @throws MalformedRequest
 */
export function parseTrailers(text: string): HeaderLines {
  return LINES.test(text) ? new HeaderLines(text) : malformed('trailers that are none')
}

/**
 * What can become no head is refused before it is whole: it may be that nothing follows.
 *
 * @throws MalformedRequest
 */
export function checkBeginning(text: string): void {
  if (!BEGINNING.test(text) || /(?<!\r)\n/.test(text)) malformed(NO_REQUEST)
}

/** RFC 9112, 6.3: a request that says nothing of a body has none. What is told in two ways is refused. */
function bodyOf(headers: HeaderLines, isOld: boolean): Fields['body'] {
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

const NO_REQUEST = 'no request of HTTP/1.1'

function malformed(message: string): never {
  throw new MalformedRequest(message)
}
