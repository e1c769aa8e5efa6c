import { fixedCors } from '../../../contract/http/cors.ts'
import { equal } from '../../model/equal.ts'
import { joinPlans, one, step, type Plan, type Step } from '../../model/plan.ts'
import type { WantedApi } from '../application/source.ts'
import { PARAMETER, STATUS } from './answers.ts'
import type { Inside, RemoteMethod } from './inside.ts'
import { methodGoing, type Method } from './methods.ts'

/** By which the API itself answers what a browser asks before it lets a page send. */
export interface Preflight extends Method {
  /** Headers of its answer, by name. */
  answers: Readonly<Record<string, string>>
}

const METHOD = 'OPTIONS'

/** One at each path that has a method, unless a function answers there by itself. */
export function preflightsOf(wanted: WantedApi, staying: readonly Method[]): Preflight[] {
  const { cors } = wanted
  if (cors === undefined) return []
  return atPaths(staying, Object.fromEntries(fixedCors(cors).preflight))
}

/** Those that there are, where nobody says here whether there should be any. */
export function keptPreflights({ methods }: Inside, staying: readonly Method[]): Preflight[] {
  return atPaths(staying, {}).flatMap((preflight) => {
    const answers = methods.find(({ key }) => key === preflight.key)?.integration?.answers
    return answers === undefined ? [] : [{ ...preflight, answers }]
  })
}

function atPaths(staying: readonly Method[], answers: Preflight['answers']): Preflight[] {
  const paths = [...new Set(staying.map(({ path }) => path))]
  const own = new Set(staying.map(({ key }) => key))
  return paths
    .map((path) => ({ key: `${METHOD} ${path}`, path, method: METHOD, answers, ...ASKS_NOBODY }))
    .filter(({ key }) => !own.has(key))
}

const ASKS_NOBODY = { auth: 'NONE', authorizer: undefined, scopes: [], uri: '' }

export function preflightsPlan(wanted: readonly Preflight[], { methods }: Inside): Plan {
  return joinPlans(
    ...wanted.map((preflight) => {
      const found = methods.find(({ key }) => key === preflight.key)
      if (found !== undefined && isLike(preflight, found)) return undefined
      const shown = { resource: 'route', path: preflight.key, to: 'CORS' } as const
      if (found === undefined) return one({ ...shown, action: 'create' }, ...making(preflight))
      return one({ ...shown, action: 'update' }, methodGoing(found), ...making(preflight))
    }),
  )
}

function isLike({ auth, answers }: Preflight, found: RemoteMethod): boolean {
  const { integration, needsApiKey } = found
  return found.auth === auth && !needsApiKey && equal(integration?.answers, answers)
}

/** What is said of an answer has to be declared before. */
function making({ path: resourceId, answers, auth: authorizationType }: Preflight): Step[] {
  const on = { resourceId, httpMethod: METHOD }
  return [
    step('apigatewayv1:PutMethod', { ...on, authorizationType }),
    step('apigatewayv1:PutMethodResponse', { ...on, ...declared(answers) }),
    step('apigatewayv1:PutIntegration', { ...on, ...MOCK }),
    step('apigatewayv1:PutIntegrationResponse', { ...on, ...said(answers) }),
  ]
}

/** Also where all media types are binary it takes the template. */
export const MOCK = {
  type: 'MOCK',
  requestTemplates: { 'application/json': `{"statusCode":${STATUS}}` },
  contentHandling: 'CONVERT_TO_TEXT',
} as const

export function declared(answers: Preflight['answers']): {
  statusCode: string
  responseParameters: Record<string, boolean>
} {
  const names = Object.keys(answers).map((name) => [PARAMETER + name, true] as const)
  return { statusCode: STATUS, responseParameters: Object.fromEntries(names) }
}

export function said(answers: Preflight['answers']): {
  statusCode: string
  responseParameters: Record<string, string>
} {
  const lines = Object.entries(answers).map(([name, value]) => [PARAMETER + name, literal(value)])
  return { statusCode: STATUS, responseParameters: Object.fromEntries(lines) }
}

/** A text, not a place to take one from. */
function literal(value: string): string {
  return `'${value}'`
}
