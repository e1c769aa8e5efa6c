import { destinationRecord, type DestinationCondition } from '../../contract/destination.ts'
import type { FunctionError } from '../../contract/function-error.ts'
import type { Invocation, WholeAnswer } from '../invocation/invocation.ts'
import type { Lambda } from '../functions/lambda.ts'
import { wholeAnswer } from '../invocation/read-answer.ts'

/** What becomes of a function's asynchronous invocations. */
interface AsyncSettings {
  /** Further attempts after one that failed. */
  retries: number
  /** Names of functions of the same local Lambda. */
  onSuccess?: string | undefined
  onFailure?: string | undefined
}

export interface AsyncQueueOptions {
  lambda: Lambda
  settings(functionName: string): AsyncSettings
  /** Milliseconds before the first and before every further retry. */
  retryDelaysMs: readonly number[]
  /** An exception of Oche's own; the event is lost. */
  onBug(thrown: unknown): void
  /** An event was given up. */
  onDropped(functionName: string, message: string, requestId: string): void
}

/** Asynchronous invocations: accepted at once, tried again with the same request id. */
export class AsyncQueue {
  readonly #options: AsyncQueueOptions
  readonly #pauses = new Set<() => void>()
  #isClosed = false

  constructor(options: AsyncQueueOptions) {
    this.#options = options
  }

  add(functionName: string, invocation: Invocation): void {
    this.#process(functionName, invocation).catch(this.#options.onBug)
  }

  /** Events that wait for another attempt are dropped. */
  close(): void {
    this.#isClosed = true
    for (const end of this.#pauses) end()
  }

  async #process(name: string, first: Invocation): Promise<void> {
    const { retries } = this.#options.settings(name)
    let invocation = first
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#attempt(name, invocation)
      if (answer === undefined) return
      if (answer.kind === 'payload') return this.#pass(name, invocation, attempt, 'Success', answer)
      if (attempt > retries) {
        return this.#pass(name, invocation, attempt, 'RetriesExhausted', answer)
      }
      const { retryDelaysMs } = this.#options
      await this.#pause(retryDelaysMs[Math.min(attempt, retryDelaysMs.length) - 1] ?? 0)
      invocation = first.again()
    }
  }

  /** Undefined where there is nobody left to run it. */
  async #attempt(name: string, invocation: Invocation): Promise<WholeAnswer | undefined> {
    const { lambda } = this.#options
    for (;;) {
      if (this.#isClosed) return undefined
      const rejection = await lambda.invoke(name, invocation)
      // Throttled events stay in the queue.
      if (rejection?.reason === 'throttled') await lambda.get(name).whenRoom()
      else if (rejection?.reason === 'closed') return undefined
      else break
    }
    const answer = await wholeAnswer(await invocation.answer)
    await invocation.completed
    return answer
  }

  #pass(
    name: string,
    { request }: Invocation,
    attempts: number,
    condition: DestinationCondition,
    answer: WholeAnswer,
  ): void {
    const { lambda, settings, onDropped } = this.#options
    const { onSuccess, onFailure } = settings(name)
    const destination = condition === 'Success' ? onSuccess : onFailure
    if (destination === undefined) {
      if (condition === 'Success') return
      const { errorType, errorMessage } = errorOf(answer)
      const message = `${name} gave up an event after ${attempts} attempts: ${errorType}: ${errorMessage}`
      return onDropped(name, message, request.requestId)
    }
    const record = destinationRecord({
      time: new Date(),
      condition,
      attempts,
      requestId: request.requestId,
      functionArn: lambda.arn(name, request.version),
      version: request.version,
      requestPayload: request.payload,
      responsePayload: answer.payload,
    })
    const payload = Buffer.from(JSON.stringify(record))
    this.add(destination, lambda.prepare(destination, { payload }))
  }

  #pause(milliseconds: number): Promise<void> {
    if (this.#isClosed) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#pauses.delete(end)
        resolve()
      }
      const timer = setTimeout(end, milliseconds)
      this.#pauses.add(end)
    })
  }
}

function errorOf({ payload }: WholeAnswer): FunctionError {
  try {
    return JSON.parse(payload.toString()) as FunctionError
  } catch {
    return { errorType: 'Unhandled', errorMessage: payload.toString() }
  }
}
