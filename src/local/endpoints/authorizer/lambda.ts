import { identityValue, requestArn } from '../../../contract/http/authorizer.ts'
import { splitStage, splitTarget } from '../../../contract/http/target.ts'
import type { AuthorizerConfig } from '../../../core/config/schema.ts'
import { wholeAnswer } from '../../invocation/read-answer.ts'
import { within } from '../../../core/within.ts'
import type { AuthorizedRequest, Authorizer, AuthorizerOptions, Verdict } from './authorizer.ts'

type LambdaConfig = Extract<AuthorizerConfig, { type: 'lambda' }>

/** What the function answered, or why it did not. */
type Asked = { result: unknown } | { fault: string } | { refused: string }

/** A Lambda authorizer: a function of the same project decides. */
export class LambdaAuthorizer implements Authorizer {
  readonly #config: LambdaConfig
  readonly #options: AuthorizerOptions
  /** Results by identity, with the time until which they hold. */
  #cache = new Map<string, { result: unknown; until: number }>()

  constructor(config: LambdaConfig, options: AuthorizerOptions) {
    this.#config = config
    this.#options = options
  }

  async judge(request: AuthorizedRequest, format: '1.0' | '2.0'): Promise<Verdict> {
    const { head, context } = request
    const { identitySource: sources, function: name, ttl } = this.#config
    const { asksWithoutIdentity, decision: read, decided } = this.#options.authorization
    const identities = sources.map((source) => identityValue(source, head, context))
    // Without all of them nobody is asked.
    const missing = identities.indexOf(undefined)
    if (missing !== -1 && !(asksWithoutIdentity && ttl === 0)) {
      const reason = `the authorizer ${name} is not asked, ${sources[missing]} is missing: send it`
      return { cause: 'unauthorized', reason }
    }
    const path = splitStage(splitTarget(head.target).path, context.stage).path
    const arn = requestArn(this.#options.lambda.region, context, head.method, path)
    const asked = await this.#decide(request, arn, identities as string[])
    if ('fault' in asked) return this.#failed(asked.fault)
    if ('refused' in asked) return { cause: 'unauthorized', reason: asked.refused }
    const decision = read(this.#config, asked.result, arn)
    if (decision === undefined) {
      return this.#failed(`${name} answered with no decision: ${JSON.stringify(asked.result)}`)
    }
    if (decision.isAuthorized) return { authorizer: decided(decision, format) }
    const reason = `the authorizer ${name} said no: see its log`
    return { cause: 'forbidden', reason, ...(decision.isDenied && { isDenied: true }) }
  }

  forget(functionName: string): void {
    if (functionName === this.#config.function) this.#cache = new Map()
  }

  /** What the function answered, now or for the same identities before. */
  async #decide(
    request: AuthorizedRequest,
    arn: string,
    identities: readonly string[],
  ): Promise<Asked> {
    const { ttl } = this.#config
    const key = JSON.stringify(identities)
    // Another build of the function may come while this one is asked.
    const cache = this.#cache
    const kept = cache.get(key)
    if (kept !== undefined && kept.until > Date.now()) return kept
    cache.delete(key)
    const asked = await this.#ask(request, arn, identities)
    if ('result' in asked && ttl > 0 && identities.length > 0) {
      cache.set(key, { ...asked, until: Date.now() + ttl * 1000 })
    }
    return asked
  }

  async #ask(
    { head, context }: AuthorizedRequest,
    arn: string,
    identities: readonly string[],
  ): Promise<Asked> {
    const { lambda, authorization } = this.#options
    const { function: name } = this.#config
    const request = { ...head, body: new Uint8Array() }
    const event = authorization.question(this.#config, { request, context, arn }, identities)
    if (!lambda.has(name)) return { fault: `there is no function ${name} here` }
    const payload = Buffer.from(JSON.stringify(event))
    const invocation = lambda.prepare(name, { payload, traceId: context.traceId })
    const rejection = await lambda.invoke(name, invocation)
    if (rejection) return { fault: `${name} could not be invoked: ${rejection.reason}` }
    const answer = await within(authorization.patienceMs, invocation.answer.then(wholeAnswer))
    if (answer === undefined)
      return { fault: `${name} did not answer within ${authorization.patienceMs / 1000} s` }
    const text = answer.payload.toString()
    if (isRefusing(text, authorization.refusingError) && answer.kind === 'error') {
      return { refused: `the authorizer ${name} said no: see its log` }
    }
    if (answer.kind === 'error') return { fault: `${name} failed: ${text}` }
    try {
      return { result: JSON.parse(text) as unknown }
    } catch {
      return { fault: `${name} answered with something that is no JSON` }
    }
  }

  #failed(message: string): Verdict {
    const reason = `authorizer: ${message}`
    this.#options.onFault(reason)
    return { cause: 'authorizer-error', reason }
  }
}

function isRefusing(text: string, refusing: string | undefined): boolean {
  if (refusing === undefined) return false
  try {
    return (JSON.parse(text) as { errorMessage?: unknown }).errorMessage === refusing
  } catch {
    return false
  }
}
