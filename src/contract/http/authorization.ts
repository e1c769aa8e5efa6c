import {
  authorizerEventRest,
  authorizerEventV1,
  authorizerEventV2,
  policyDecision,
  simpleDecision,
  type Decision,
} from './authorizer.ts'
import { httpApiV1Event } from './event-http-api-v1.ts'
import { restEvent } from './event-rest.ts'
import { httpApiEvent } from './event-v2.ts'
import type { EndpointContext, HttpRequest } from './types.ts'

type Format = '1.0' | '2.0'

/** Settings of a Lambda authorizer that decide what is asked, and how its answer is read. */
interface AskingSettings {
  payloadFormat: Format
  simpleResponses: boolean
}

/** How an API asks who may call. */
export interface Authorization {
  /** It waits no longer for a function, in milliseconds. */
  readonly patienceMs: number
  /** Whether tokens are for somebody: their audience counts. */
  readonly hasAudience: boolean
  /** Whether a function is asked about a request without its identity where no decision is kept. */
  readonly asksWithoutIdentity: boolean
  /** Whether a refusal says by a header what was missing. */
  readonly challenges: boolean
  /** Of a token that lacks a scope. */
  readonly lacksScope: 'forbidden' | 'unauthorized'
  /** An error of a function by which it says that nobody may call; undefined: none. */
  readonly refusingError: string | undefined
  /** What a function is asked. */
  question(
    settings: AskingSettings,
    asked: { request: HttpRequest; context: EndpointContext; arn: string },
    identities: readonly string[],
  ): object
  /** What it has decided; undefined where it is no decision. */
  decision(settings: AskingSettings, result: unknown, arn: string): Decision | undefined
  /** `requestContext.authorizer` then. */
  decided(decision: Decision, format: Format): unknown
  /** The same of a token. */
  ofToken(claims: Record<string, string>, scopes: string[] | null, format: Format): unknown
}

export const httpApiAuthorization: Authorization = {
  patienceMs: 10_000,
  hasAudience: true,
  asksWithoutIdentity: false,
  challenges: true,
  lacksScope: 'forbidden',
  refusingError: undefined,
  question: ({ payloadFormat }, { request, context, arn }, identities) =>
    payloadFormat === '2.0'
      ? authorizerEventV2(httpApiEvent(request, context), arn, identities)
      : authorizerEventV1(httpApiV1Event(request, context), arn, identities),
  decision: ({ payloadFormat, simpleResponses }, result, arn) =>
    payloadFormat === '2.0' && simpleResponses
      ? simpleDecision(result)
      : policyDecision(result, arn),
  // In an event of payload format 1.0 the context stands beside the principal.
  decided: ({ context, principalId }, format) =>
    format === '2.0'
      ? { lambda: context }
      : { ...context, ...(principalId !== undefined && { principalId }) },
  ofToken: (claims, scopes, format) =>
    format === '2.0' ? { jwt: { claims, scopes } } : { claims, scopes },
}

/** A REST API: tokens of a Cognito user pool, and functions of type REQUEST, which answer by a policy. */
export const restAuthorization: Authorization = {
  patienceMs: 29_000,
  hasAudience: false,
  asksWithoutIdentity: true,
  challenges: false,
  lacksScope: 'unauthorized',
  refusingError: 'Unauthorized',
  question: (_, { request, context, arn }) =>
    authorizerEventRest(restEvent(request, context, []), arn),
  decision: (_, result, arn) => policyDecision(result, arn),
  decided: ({ context, principalId }) => ({
    ...textsOf(context ?? {}),
    ...(principalId !== undefined && { principalId }),
    integrationLatency: 0,
  }),
  ofToken: (claims) => ({ claims }),
}

/** Whatever a function has put into the context comes as text. */
function textsOf(context: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, String(value)]))
}
