import type { FunctionError } from '../../contract/function-error.ts'
import { functionErrorBody } from '../../contract/runtime-headers.ts'
import { errorTypeLine } from '../runtime-api.ts'
import type { Invocation, RuntimeApi } from '../runtime-api.ts'
import type { Exchange } from '../wire/connection.ts'

/**
 * An invocation's answer, sent piece by piece: a chunked body that starts with the first piece, so
 * that what fails before can still be posted as an ordinary error.
 */
export interface StreamedAnswer {
  /** Of the whole answer, until it has started. */
  contentType: string
  started(): boolean
  /** Resolves when more may be written. @throws Error where the exchange is over */
  write(data: string | Uint8Array): Promise<void>
  /** Ends the answer and waits until the Runtime API has taken it. @throws RuntimeApiFailure */
  end(): Promise<void>
  /** Ends the answer with an error: as trailers, where the answer has begun. @throws RuntimeApiFailure */
  fail(error: FunctionError): Promise<void>
}

export function streamedAnswer(api: RuntimeApi, invocation: Invocation): StreamedAnswer {
  let opening: Promise<Exchange> | undefined
  /** Settles once the Runtime API has answered or is gone. */
  let over: Promise<void> | undefined
  let isOver = false
  let finishing: Promise<void> | undefined

  function open(): Promise<Exchange> {
    return (opening ??= start())
  }

  async function start(): Promise<Exchange> {
    const exchange = await api.startResponse(invocation, answer.contentType)
    api.keepAlive(false)
    const end = (): void => void (isOver = true)
    over = exchange.response.then(end, end)
    return exchange
  }

  async function finish(last: string): Promise<void> {
    const opened = open()
    const answered = opened.then(({ response }) => response)
    const exchange = await opened.catch(() => undefined)
    api.keepAlive(true)
    if (isOver) api.hangUp()
    else exchange?.write(last)
    await api.settle(answered)
  }

  const answer: StreamedAnswer = {
    contentType: 'application/octet-stream',
    started: () => opening !== undefined,
    async write(data) {
      if (finishing) throw new Error('The answer has ended')
      const exchange = await open()
      if (data.length === 0) return
      if (isOver) throw new Error('The Runtime API takes no more of this answer')
      if (exchange.write(chunk(data))) return
      api.keepAlive(true)
      await Promise.race([exchange.drained(), over])
      api.keepAlive(false)
    },
    end: () => (finishing ??= finish('0\r\n\r\n')),
    fail: (error) =>
      (finishing ??= opening
        ? finish(`0\r\n${trailers(error)}\r\n`)
        : api.fail(invocation, error)),
  }
  return answer
}

function trailers(error: FunctionError): string {
  const body = Buffer.from(JSON.stringify(error)).toString('base64')
  return `${errorTypeLine(error)}${functionErrorBody}: ${body}\r\n`
}

function chunk(data: string | Uint8Array): string | Uint8Array {
  const size = `${Buffer.byteLength(data).toString(16)}\r\n`
  if (typeof data === 'string') return `${size}${data}\r\n`
  return Buffer.concat([Buffer.from(size), data, Buffer.from('\r\n')])
}
