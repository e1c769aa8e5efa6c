import type { PutIntegrationRequest } from '@aws-sdk/client-api-gateway'
import { limits } from '../../../contract/limits.ts'
import { sameSet } from '../../model/equal.ts'
import type { Ground } from '../../model/place.ts'
import { joinPlans, one, step, type Plan, type Step } from '../../model/plan.ts'
import { invocationArn, streamingInvocationArn } from '../../names.ts'
import { authorizerName } from '../application/authorizer-name.ts'
import { isAbout, partsInQuestion, type Part, type WantedApi } from '../application/source.ts'
import type { Inside, RemoteMethod } from './inside.ts'

/** A method with what is behind it: what a deployment keeps of it. */
export interface Method {
  key: string
  path: string
  method: string
  auth: string
  /** Its name. */
  authorizer: string | undefined
  scopes: readonly string[]
  uri: string
}

export interface WantedMethod extends Method {
  part: Part
}

/** What the parts in question want. */
export function wantedMethods({ account }: Ground, wanted: WantedApi): WantedMethod[] {
  return partsInQuestion(wanted).flatMap((part) => {
    const { alias, streaming, routes } = part
    const authorizing = authorizingOf(part)
    const uri = (streaming ? streamingInvocationArn : invocationArn)(account, alias)
    return routes.map((route) => {
      const method = route.slice(0, route.indexOf(' '))
      const path = pathOf(route.slice(method.length + 1))
      const key = `${method} ${path}`
      return { key, path, method, ...authorizing, uri, part }
    })
  })
}

function authorizingOf(part: Part): Pick<Method, 'auth' | 'authorizer' | 'scopes'> {
  const { auth } = part
  if (typeof auth === 'string') return { auth, authorizer: undefined, scopes: [] }
  const authorizer = authorizerName(part)
  if (auth.type === 'lambda') return { auth: 'CUSTOM', authorizer, scopes: [] }
  return { auth: 'COGNITO_USER_POOLS', authorizer, scopes: auth.scopes }
}

/** As AWS writes it: without a slash at its end, but for the root. */
function pathOf(written: string): string {
  return `/${written.split('/').filter(Boolean).join('/')}`
}

/** Methods that none of these functions wants, and that lead to one that this is not about. */
export function othersMethods(place: Ground, wanted: WantedApi, found: Inside): Method[] {
  if (wanted.only === undefined) return []
  const keys = new Set(wantedMethods(place, wanted).map(({ key }) => key))
  return found.methods.flatMap(({ key, path, method, auth, authorizerId, scopes, integration }) => {
    const { uri = '' } = integration ?? {}
    const authorizer = found.authorizers.find(({ id }) => id === authorizerId)?.name
    const alias = aliasIn(uri)
    const isTheirs = alias !== undefined && !isAbout(wanted, alias)
    return isTheirs && !keys.has(key) ? [{ key, path, method, auth, authorizer, scopes, uri }] : []
  })
}

/** ARN of the alias that an integration leads to; undefined where it leads to no function. */
export function aliasIn(uri: string): string | undefined {
  return /\/functions\/([^/]+)\//.exec(uri)?.[1]
}

/** Methods that are missing, or differ. A method is nothing by itself: its integration comes with it. */
export function methodsPlan(wanted: readonly WantedMethod[], inside: Inside): Plan {
  return joinPlans(
    ...wanted.map((method) =>
      methodPlan(
        method,
        inside.methods.find(({ key }) => key === method.key),
        inside,
      ),
    ),
  )
}

function methodPlan(
  wanted: WantedMethod,
  found: RemoteMethod | undefined,
  inside: Inside,
): Plan | undefined {
  const { key, part } = wanted
  const shown = { resource: 'route', path: key, to: part.function }
  if (found === undefined) {
    return one({ ...shown, action: 'create' }, making(wanted), integrating(wanted))
  }
  // What is written is not what serves: a method may go and come again.
  if (!isAsking(wanted, found, inside)) {
    const steps = [methodGoing(found), making(wanted), integrating(wanted)]
    return one({ ...shown, action: 'update' }, ...steps)
  }
  if (isBehind(wanted, found)) return undefined
  return one({ ...shown, action: 'update' }, integrating(wanted))
}

function isAsking(
  { auth, authorizer, scopes }: WantedMethod,
  found: RemoteMethod,
  { authorizers }: Inside,
): boolean {
  // Of doubles the first one counts.
  const id = authorizers.find(({ name }) => name === authorizer)?.id
  const isAsked = authorizer === undefined || (id !== undefined && found.authorizerId === id)
  return found.auth === auth && isAsked && sameSet(found.scopes, scopes) && !found.needsApiKey
}

/** Steps name a resource by its path and an authorizer by its name: see `apply.ts`. */
function making({ path, method, auth, authorizer, scopes }: WantedMethod): Step {
  return step('apigatewayv1:PutMethod', {
    resourceId: path,
    httpMethod: method,
    authorizationType: auth,
    ...(authorizer !== undefined && { authorizerId: authorizer }),
    ...(scopes.length > 0 && { authorizationScopes: [...scopes] }),
  })
}

/** Also in place of another one. */
function integrating(wanted: WantedMethod): Step {
  return step('apigatewayv1:PutIntegration', integrationInput(wanted))
}

export function integrationInput({ path, method, uri, part }: WantedMethod) {
  const { streaming } = part
  return {
    resourceId: path,
    httpMethod: method,
    type: 'AWS_PROXY',
    // Of the call to Lambda.
    integrationHttpMethod: 'POST',
    uri,
    responseTransferMode: streaming ? 'STREAM' : 'BUFFERED',
    timeoutInMillis: streaming ? limits.restApiStreamTimeoutMs : limits.restApiTimeoutMs,
  } satisfies Partial<PutIntegrationRequest>
}

/** What is not told is not compared. */
function isBehind(wanted: WantedMethod, { integration }: RemoteMethod): boolean {
  if (integration === undefined) return false
  const { type, uri, responseTransferMode, timeoutInMillis } = integrationInput(wanted)
  const { transferMode = responseTransferMode, timeout = timeoutInMillis } = integration
  return (
    integration.type === type &&
    integration.uri === uri &&
    transferMode === responseTransferMode &&
    timeout === timeoutInMillis
  )
}

export function methodGoing({ path, method }: Pick<Method, 'path' | 'method'>): Step {
  return step('apigatewayv1:DeleteMethod', { resourceId: path, httpMethod: method })
}
