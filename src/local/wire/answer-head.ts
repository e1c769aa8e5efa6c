import { STATUS_CODES } from 'node:http'

/** Everything before the body of an answer, one character a byte. */
export interface AnswerHead {
  status: number
  /** @default the usual one of the status */
  statusText?: string | undefined
  /** Header lines, each with its end: all but those of the connection. */
  lines: string
  /** Whether one of them is a Date. @default false */
  isDated?: boolean | undefined
  /** How the body ends, as header lines. */
  framing: string
  /** How the connection goes on, as header lines. */
  connection: string
}

export function answerHead({
  status,
  statusText,
  lines,
  isDated,
  framing,
  connection,
}: AnswerHead): string {
  const words = statusText ?? STATUS_CODES[status] ?? 'unknown'
  const date = isDated ? '' : `Date: ${now()}\r\n`
  return `HTTP/1.1 ${status} ${words}\r\n${lines}${date}${framing}${connection}\r\n`
}

let second = 0
let text = ''

/** Of this second: it is made once. */
function now(): string {
  const seconds = Math.floor(Date.now() / 1000)
  if (seconds !== second) {
    second = seconds
    text = new Date(seconds * 1000).toUTCString()
  }
  return text
}
