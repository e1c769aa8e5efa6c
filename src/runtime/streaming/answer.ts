import type { FunctionError } from '../../contract/function-error.ts'
import { runtimeHeaders } from '../../contract/runtime-api.ts'
import { errorTypeHeader } from '../errors.ts'
import type { Invocation, RuntimeApi } from '../runtime-api.ts'
import type { Exchange } from '../wire/connection.ts'

const LINE_END = Buffer.from('\r\n')

/** The Runtime API ended the exchange before the answer did; the reason is reported elsewhere. */
class AnswerCutOff extends Error {
  override readonly name = 'AnswerCutOff'
}

/**
 * An invocation's answer, sent piece by piece: a chunked body that starts with the first piece, so
 * that what fails before can still be posted as an ordinary error.
 */
export class StreamedAnswer {
  readonly #api: RuntimeApi
  readonly #invocation: Invocation
  #opening: Promise<Exchange> | undefined
  /** Settles once the Runtime API has answered or is gone. */
  #over: Promise<void> | undefined
  #isOver = false
  #finishing: Promise<void> | undefined
  contentType = 'application/octet-stream'

  constructor(api: RuntimeApi, invocation: Invocation) {
    this.#api = api
    this.#invocation = invocation
  }

  get started(): boolean {
    return this.#opening !== undefined
  }

  /** Resolves when more may be written. @throws AnswerCutOff */
  async write(data: string | Uint8Array): Promise<void> {
    if (this.#finishing) throw new AnswerCutOff('The answer has ended')
    const exchange = await this.#open()
    if (data.length === 0) return
    if (this.#isOver) throw new AnswerCutOff('The Runtime API takes no more of this answer')
    if (exchange.write(chunk(data))) return
    this.#api.keepAlive(true)
    await Promise.race([exchange.drained(), this.#over])
    this.#api.keepAlive(false)
  }

  /** Ends the answer and waits until the Runtime API has taken it. @throws RuntimeApiFailure */
  end(): Promise<void> {
    return (this.#finishing ??= this.#finish('0\r\n\r\n'))
  }

  /** Ends the answer with an error: as trailers, where the answer has begun. @throws RuntimeApiFailure */
  fail(error: FunctionError): Promise<void> {
    return (this.#finishing ??= this.started
      ? this.#finish(`0\r\n${trailers(error)}\r\n`)
      : this.#api.fail(this.#invocation, error))
  }

  async #finish(last: string): Promise<void> {
    const opened = this.#open()
    const answered = opened.then(({ response }) => response)
    const exchange = await opened.catch(() => undefined)
    this.#api.keepAlive(true)
    if (this.#isOver) this.#api.hangUp()
    else exchange?.write(last)
    await this.#api.settle(answered)
  }

  #open(): Promise<Exchange> {
    this.#opening ??= this.#start()
    return this.#opening
  }

  async #start(): Promise<Exchange> {
    const exchange = await this.#api.startResponse(this.#invocation, this.contentType)
    this.#api.keepAlive(false)
    const over = (): void => void (this.#isOver = true)
    this.#over = exchange.response.then(over, over)
    return exchange
  }
}

function trailers(error: FunctionError): string {
  const body = Buffer.from(JSON.stringify(error)).toString('base64')
  return (
    `${runtimeHeaders.functionErrorType}: ${errorTypeHeader(error.errorType)}\r\n` +
    `${runtimeHeaders.functionErrorBody}: ${body}\r\n`
  )
}

function chunk(data: string | Uint8Array): string | Uint8Array {
  if (typeof data === 'string') {
    return `${Buffer.byteLength(data).toString(16)}\r\n${data}\r\n`
  }
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, LINE_END])
}
