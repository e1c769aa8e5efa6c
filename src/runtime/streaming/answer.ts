import type { FunctionError } from '../../contract/function-error.ts'
import { functionErrorBodyHeader } from '../../contract/runtime-api.ts'
import { errorTypeLine } from '../runtime-api.ts'
import type { Invocation, Poller } from '../runtime-api.ts'

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

export function streamedAnswer(
  { api, connection }: Poller,
  invocation: Invocation,
): StreamedAnswer {
  let opening: Promise<void> | undefined
  let reported: Promise<void>
  let isOver = false
  let finishing: Promise<void> | undefined

  async function open(): Promise<void> {
    const ready = connection.ready()
    reported = api.startResponse(invocation, answer.contentType, ready)
    reported.catch(() => {}).then(() => (isOver = true))
    await ready.catch(() => {})
    connection.keepAlive(false)
  }

  async function finish(last: string): Promise<void> {
    await (opening ??= open())
    connection.keepAlive(true)
    // What cannot be ended properly any more.
    if (isOver) connection.close()
    else connection.write(last)
    await reported
  }

  const answer: StreamedAnswer = {
    contentType: 'application/octet-stream',
    started: () => opening !== undefined,
    async write(data) {
      if (!finishing) await (opening ??= open())
      if (finishing || isOver) throw new Error('The Runtime API takes no more of this answer')
      if (data.length === 0) return
      if (connection.write(chunk(data))) return
      connection.keepAlive(true)
      await connection.drained()
      if (!finishing) connection.keepAlive(false)
    },
    end: () => (finishing ??= finish('0\r\n\r\n')),
    fail: (failure) =>
      (finishing ??= opening
        ? finish(lastChunk(failure))
        : Promise.resolve(api.fail(invocation, failure))),
  }
  return answer
}

/** With the error as trailers. */
function lastChunk(error: FunctionError): string {
  const body = Buffer.from(JSON.stringify(error)).toString('base64')
  return `0\r\n${errorTypeLine(error)}${functionErrorBodyHeader}: ${body}\r\n\r\n`
}

function chunk(data: string | Uint8Array): string | Uint8Array {
  const size = `${Buffer.byteLength(data).toString(16)}\r\n`
  if (typeof data === 'string') return `${size}${data}\r\n`
  return Buffer.concat([Buffer.from(size), data, Buffer.from('\r\n')])
}
