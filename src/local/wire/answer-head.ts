import { STATUS_CODES } from 'node:http'

/** Everything before the body of an answer, one character a byte. Every answer is JSON. */
export interface AnswerHead {
  status: number
  /** Bytes of the body. */
  length: number
  /** Further header lines, each with its end. */
  lines: string
  /** Value of Connection where one is needed. */
  connection: 'close' | 'keep-alive' | undefined
}

export function answerHead({ status, length, lines, connection }: AnswerHead): string {
  const last = connection === undefined ? '' : `Connection: ${connection}\r\n`
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\n${lines}Date: ${date()}\r\nContent-Length: ${length}\r\n${last}\r\n`
}

let second = 0
let text = ''

/** Of this second: it is made once. */
function date(): string {
  const now = Math.floor(Date.now() / 1000)
  if (now !== second) {
    second = now
    text = new Date(now * 1000).toUTCString()
  }
  return text
}
