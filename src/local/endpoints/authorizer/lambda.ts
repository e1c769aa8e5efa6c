import {
  authorizerEventV1,
  authorizerEventV2,
  identityValue,
  policyDecision,
  requestArn,
  simpleDecision,
  type Decision,
} from '../../../contract/http/authorizer.ts'
import { httpApiV1Event } from '../../../contract/http/event-http-api-v1.ts'
import { httpApiEvent } from '../../../contract/http/event-v2.ts'
import { splitStage, splitTarget } from '../../../contract/http/target.ts'
import type { AuthorizerConfig } from '../../../core/config/schema.ts'
import { wholeAnswer } from '../../invocation/read-answer.ts'
import { within } from '../../../core/within.ts'
import type { AuthorizedRequest, Authorizer, AuthorizerOptions, Verdict } from './authorizer.ts'

type LambdaConfig = Extract<AuthorizerConfig, { type: 'lambda' }>

/** An HTTP API waits no longer for an authorizer, in milliseconds. */
const PATIENCE = 10_000

/** A Lambda authorizer of an HTTP API: a function of the same project decides. */
export class LambdaAuthorizer implements Authorizer {
  readonly #config: LambdaConfig
  readonly #options: AuthorizerOptions
  /** Results by identity, with the time until which they hold. */
  readonly #cache = new Map<string, { result: unknown; until: number }>()

  constructor(config: LambdaConfig, options: AuthorizerOptions) {
    this.#config = config
    this.#options = options
  }

  async judge(request: AuthorizedRequest, format: '1.0' | '2.0'): Promise<Verdict> {
    const { head, context } = request
    const sources = this.#config.identitySource
    const identities = sources.map((source) => identityValue(source, head, context))
    // Without all of them nobody is asked.
    if (identities.includes(undefined)) return { refusal: 'unauthorized' }
    const found = identities as string[]
    const path = splitStage(splitTarget(head.target).path, context.stage).path
    const arn = requestArn(this.#options.lambda.region, context, head.method, path)
    const result = await this.#decide(request, arn, found)
    if (result === undefined) return { refusal: 'authorizer-error' }
    const decision = this.#read(result, arn)
    if (decision === undefined) {
      this.#fault(`${this.#config.function} answered with no decision: ${JSON.stringify(result)}`)
      return { refusal: 'authorizer-error' }
    }
    if (!decision.isAuthorized) return { refusal: 'forbidden' }
    return { authorizer: inEvent(decision, format) }
  }

  #read(result: unknown, arn: string): Decision | undefined {
    const { payloadFormat, simpleResponses } = this.#config
    return payloadFormat === '2.0' && simpleResponses
      ? simpleDecision(result)
      : policyDecision(result, arn)
  }

  /** What the function answered, now or for the same identities before; undefined: it failed. */
  async #decide(
    request: AuthorizedRequest,
    arn: string,
    identities: readonly string[],
  ): Promise<unknown> {
    const { ttl } = this.#config
    const key = JSON.stringify(identities)
    const kept = this.#cache.get(key)
    if (kept !== undefined && kept.until > Date.now()) return kept.result
    this.#cache.delete(key)
    const result = await this.#ask(request, arn, identities)
    if (result !== undefined && ttl > 0 && identities.length > 0) {
      this.#cache.set(key, { result, until: Date.now() + ttl * 1000 })
    }
    return result
  }

  async #ask(
    { head, context }: AuthorizedRequest,
    arn: string,
    identities: readonly string[],
  ): Promise<unknown> {
    const { lambda } = this.#options
    const { function: name, payloadFormat } = this.#config
    const request = { ...head, body: new Uint8Array() }
    const event =
      payloadFormat === '2.0'
        ? authorizerEventV2(httpApiEvent(request, context), arn, identities)
        : authorizerEventV1(httpApiV1Event(request, context), arn, identities)
    if (!lambda.has(name)) return this.#fault(`there is no function ${name} here`)
    const payload = Buffer.from(JSON.stringify(event))
    const invocation = lambda.prepare(name, { payload, traceId: context.traceId })
    const rejection = lambda.invoke(name, invocation)
    if (rejection) return this.#fault(`${name} could not be invoked: ${rejection.reason}`)
    const answer = await within(PATIENCE, invocation.answer.then(wholeAnswer))
    if (answer === undefined) return this.#fault(`${name} did not answer within 10 s`)
    const text = answer.payload.toString()
    if (answer.kind === 'error') return this.#fault(`${name} failed: ${text}`)
    try {
      return JSON.parse(text)
    } catch {
      return this.#fault(`${name} answered with something that is no JSON`)
    }
  }

  #fault(message: string): undefined {
    this.#options.onFault(`authorizer: ${message}`)
  }
}

/** In an event of payload format 1.0 the context stands beside the principal. */
function inEvent({ context, principalId }: Decision, format: '1.0' | '2.0'): unknown {
  if (format === '2.0') return { lambda: context }
  return { ...context, ...(principalId !== undefined && { principalId }) }
}
