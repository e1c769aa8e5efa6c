import type { PutIntegrationRequest } from '@aws-sdk/client-api-gateway'
import { limits } from '../../../contract/limits.ts'
import type { Ground } from '../../model/place.ts'
import { joinPlans, one, step, type Plan, type Step } from '../../model/plan.ts'
import { invocationArn, streamingInvocationArn } from '../../names.ts'
import { isAbout, partsInQuestion, type Part, type WantedApi } from '../application/source.ts'
import type { Inside, RemoteMethod } from './inside.ts'

/** A method with what is behind it: what a deployment keeps of it. */
export interface Method {
  key: string
  path: string
  method: string
  auth: string
  uri: string
}

interface WantedMethod extends Method {
  part: Part
}

/** What the parts in question want. */
export function wantedMethods({ account }: Ground, wanted: WantedApi): WantedMethod[] {
  return partsInQuestion(wanted).flatMap((part) => {
    const { alias, streaming, auth, routes } = part
    const uri = (streaming ? streamingInvocationArn : invocationArn)(account, alias)
    return routes.map((route) => {
      const method = route.slice(0, route.indexOf(' '))
      const path = pathOf(route.slice(method.length + 1))
      const key = `${method} ${path}`
      return { key, path, method, auth: typeof auth === 'string' ? auth : auth.type, uri, part }
    })
  })
}

/** As AWS writes it: without a slash at its end, but for the root. */
function pathOf(written: string): string {
  return `/${written.split('/').filter(Boolean).join('/')}`
}

/** Methods that none of these functions wants, and that lead to one that this is not about. */
export function othersMethods(place: Ground, wanted: WantedApi, { methods }: Inside): Method[] {
  if (wanted.only === undefined) return []
  const keys = new Set(wantedMethods(place, wanted).map(({ key }) => key))
  return methods.flatMap(({ key, path, method, auth, integration }) => {
    const { uri = '' } = integration ?? {}
    const alias = aliasIn(uri)
    const isTheirs = alias !== undefined && !isAbout(wanted, alias)
    return isTheirs && !keys.has(key) ? [{ key, path, method, auth, uri }] : []
  })
}

/** ARN of the alias that an integration leads to; undefined where it leads to no function. */
export function aliasIn(uri: string): string | undefined {
  return /\/functions\/([^/]+)\//.exec(uri)?.[1]
}

/** Methods that are missing, or differ. A method is nothing by itself: its integration comes with it. */
export function methodsPlan(wanted: readonly WantedMethod[], { methods }: Inside): Plan {
  return joinPlans(
    ...wanted.map((method) =>
      methodPlan(
        method,
        methods.find(({ key }) => key === method.key),
      ),
    ),
  )
}

function methodPlan(wanted: WantedMethod, found: RemoteMethod | undefined): Plan | undefined {
  const { key, part } = wanted
  const shown = { resource: 'route', path: key, to: part.function }
  if (found === undefined) {
    return one({ ...shown, action: 'create' }, making(wanted), integrating(wanted))
  }
  // What is written is not what serves: a method may go and come again.
  if (found.auth !== wanted.auth || found.needsApiKey) {
    const steps = [methodGoing(found), making(wanted), integrating(wanted)]
    return one({ ...shown, action: 'update' }, ...steps)
  }
  if (isBehind(wanted, found)) return undefined
  return one({ ...shown, action: 'update' }, integrating(wanted))
}

/** Steps name a resource by its path: see `apply.ts`. */
function making({ path, method, auth }: WantedMethod): Step {
  return step('apigatewayv1:PutMethod', {
    resourceId: path,
    httpMethod: method,
    authorizationType: auth,
  })
}

/** Also in place of another one. */
function integrating(wanted: WantedMethod): Step {
  return step('apigatewayv1:PutIntegration', inputOf(wanted))
}

function inputOf({ path, method, uri, part }: WantedMethod) {
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
  const { type, uri, responseTransferMode, timeoutInMillis } = inputOf(wanted)
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
