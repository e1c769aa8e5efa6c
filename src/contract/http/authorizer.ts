import type { EventV1 } from './event-v1.ts'
import type { EventV2 } from './event-v2.ts'
import { decodeHeaderValue } from './header-lines.ts'
import { isObject } from './result.ts'
import { decodeQuery, parseQuery, splitTarget } from './target.ts'
import type { EndpointContext, HttpRequest } from './types.ts'

/** The parts of a request that an identity source can name. */
export type IdentityRequest = Pick<HttpRequest, 'target' | 'headers'>

/**
 * The value of an identity source, e.g. `$request.header.Authorization`,
 * `$request.querystring.token`, `$context.identity.sourceIp`; undefined where there is none.
 */
export function identityValue(
  source: string,
  request: IdentityRequest,
  context: EndpointContext,
): string | undefined {
  const [, kind, name = ''] =
    /^\$(request\.header|request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ?? []
  if (kind === 'request.header') return headerValues(request, name)
  if (kind === 'request.querystring') return queryValues(request, name)
  if (kind === 'stageVariables') return context.stageVariables?.[name]
  if (kind === 'context') return contextValue(context, name)
  return undefined
}

function headerValues({ headers }: IdentityRequest, name: string): string | undefined {
  const values = headers
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => decodeHeaderValue(value))
  return values.length === 0 ? undefined : values.join(',')
}

function queryValues({ target }: IdentityRequest, name: string): string | undefined {
  const values = decodeQuery(parseQuery(splitTarget(target).query))
    .filter(([key]) => key === name)
    .map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(',')
}

function contextValue(context: EndpointContext, name: string): string | undefined {
  const values: Record<string, string> = {
    routeKey: context.routeKey,
    stage: context.stage,
    apiId: context.apiId,
    accountId: context.accountId,
    domainName: context.domainName,
    domainPrefix: context.domainPrefix,
  }
  return values[name]
}

/** The token in an identity source: `Bearer` before it is optional. */
export function bearerToken(identity: string): string {
  return identity.replace(/^Bearer\s+/i, '')
}

/** What a Lambda authorizer of payload format 2.0 gets. */
export function authorizerEventV2(
  event: EventV2,
  routeArn: string,
  identities: readonly string[],
): object {
  const { version, routeKey, body: _body, isBase64Encoded: _encoded, ...rest } = event
  return { version, type: 'REQUEST', routeArn, identitySource: identities, routeKey, ...rest }
}

/** The same of payload format 1.0. */
export function authorizerEventV1(
  event: EventV1,
  methodArn: string,
  identities: readonly string[],
): object {
  const identity = identities.join(',')
  const { body: _body, isBase64Encoded: _encoded, ...rest } = event
  return {
    version: '1.0',
    type: 'REQUEST',
    methodArn,
    identitySource: identity,
    authorizationToken: identity,
    ...rest,
  }
}

/** What a Lambda authorizer of a REST API gets, of type REQUEST. */
export function authorizerEventRest(event: EventV1, methodArn: string): object {
  const { body: _body, isBase64Encoded: _encoded, ...rest } = event
  return { type: 'REQUEST', methodArn, ...rest }
}

/** ARN of a request, as policies of authorizers name it. */
export function requestArn(
  region: string,
  { accountId, apiId, stage }: EndpointContext,
  method: string,
  path: string,
): string {
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/${method}${path}`
}

/** What a Lambda authorizer decided. */
export interface Decision {
  isAuthorized: boolean
  /** A policy denies it, not only none allows it. */
  isDenied?: true
  /** Passed on to the function. */
  context: Record<string, unknown> | null
  principalId?: string
}

/** A decision in the simple format; undefined where it is none. */
export function simpleDecision(result: unknown): Decision | undefined {
  if (!isObject(result) || typeof result['isAuthorized'] !== 'boolean') return undefined
  const { isAuthorized, context } = result
  return { isAuthorized: isAuthorized as boolean, context: isObject(context) ? context : null }
}

/** A decision by an IAM policy; undefined where it is none. */
export function policyDecision(result: unknown, arn: string): Decision | undefined {
  if (!isObject(result) || !isObject(result['policyDocument'])) return undefined
  const { policyDocument, context, principalId } = result
  const statements = listOf((policyDocument as Record<string, unknown>)['Statement'])
  const matching = statements.filter((statement) => concerns(statement, arn))
  const effects = matching.map((statement) => (statement as Record<string, unknown>)['Effect'])
  return {
    isAuthorized: effects.includes('Allow') && !effects.includes('Deny'),
    ...(effects.includes('Deny') && { isDenied: true as const }),
    context: isObject(context) ? context : null,
    ...(typeof principalId === 'string' && { principalId }),
  }
}

function concerns(statement: unknown, arn: string): boolean {
  if (!isObject(statement)) return false
  const actions = listOf(statement['Action'])
  const resources = listOf(statement['Resource'])
  return (
    actions.some((action) => matches(action, 'execute-api:Invoke')) &&
    resources.some((resource) => matches(resource, arn))
  )
}

/** `*` stands for any text, `?` for one character. */
function matches(pattern: unknown, text: string): boolean {
  if (typeof pattern !== 'string') return false
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'is').test(text)
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** Claims as they stand in an event: every one is text. */
export function claimTexts(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(value)]))
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

/** `scope` is words in one text, `scp` may be a list. */
export function scopesOf(claims: Readonly<Record<string, unknown>>): string[] {
  return [claims['scope'], claims['scp']].flatMap((value) =>
    Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(' ') : [],
  )
}
