import type { KindOfEndpoint } from '../../../contract/http/endpoint.ts'
import { endpointKinds } from '../../../contract/http/endpoints/index.ts'
import { keyText, type Problem } from '../problem.ts'
import { normalizeHttp } from '../schema.ts'
import type { PlacedFunction } from '../functions.ts'

interface PlacedRoute {
  route: string
  /** In words: functions of one kind share one. */
  api: string
  kind: KindOfEndpoint
  path: readonly PropertyKey[]
  fn: string | undefined
}

/** A request can reach one function only. */
export function sharedRoutesRule(functions: readonly PlacedFunction[]): Problem[] {
  const seen = new Map<string, PlacedRoute>()
  const routes = functions.flatMap(routesOf)
  return [
    ...routes.flatMap((placed) => {
      const key = `${placed.api} ${withoutNames(placed.route)}`
      const earlier = seen.get(key)
      if (earlier === undefined) seen.set(key, placed)
      return earlier === undefined ? [] : [twice(placed, earlier)]
    }),
    ...siblings(routes.filter(({ kind }) => kind.namesParametersOnce)),
  ]
}

function routesOf({ name, keys, at }: PlacedFunction): PlacedRoute[] {
  const { kind: word, routes } = normalizeHttp(keys.http)
  const kind = word === 'none' ? undefined : endpointKinds[word]
  if (kind?.shared === undefined) return []
  const api = kind.noun.replace(/^an? /, 'the ')
  const written = typeof keys.http === 'object' && (keys.http.routes as unknown) !== undefined
  return routes.map((route, index) => ({
    route,
    api,
    kind,
    path: written ? at('http', 'routes', index) : at('http'),
    fn: name,
  }))
}

/** `/items/{id}` and `/items/{key}` take the same requests. */
function withoutNames(route: string): string {
  return route.replaceAll(/\{[^+}]*(\+?)\}/g, '{$1}')
}

function twice(placed: PlacedRoute, earlier: PlacedRoute): Problem {
  const { path, route, api, fn } = placed
  const same = earlier.fn === fn
  const like = earlier.route === route ? '' : `, which takes the same requests as ${earlier.route}`
  return {
    path,
    message: same
      ? `${keyText(path)}: ${route} stands here twice${like}`
      : `${keyText(path)}: ${route} of ${fn} is a route of ${earlier.fn} already, in ${api} that they share${like}`,
    ...(same || keyText(path) === keyText(earlier.path) ? {} : { other: earlier.path }),
    remedy: same
      ? 'Leave one of them out.'
      : `Give each its own: http: { kind: …, routes: ["GET /${fn}"] }, or an address of its own: "http: url".`,
  }
}

/** REST: a resource has at most one child with a parameter. */
function siblings(routes: readonly PlacedRoute[]): Problem[] {
  const names = new Map<string, { name: string; placed: PlacedRoute }>()
  return routes.flatMap((placed) => {
    const parts = placed.route.slice(placed.route.indexOf('/')).split('/')
    return parts.flatMap((part, index) => {
      if (!part.startsWith('{')) return []
      const parent = parts.slice(0, index).join('/')
      const earlier = names.get(parent)
      if (earlier === undefined) names.set(parent, { name: part, placed })
      if (earlier === undefined || earlier.name === part) return []
      const { path, route } = placed
      const message = `${keyText(path)}: ${route} calls ${part} what ${earlier.placed.route} calls ${earlier.name}; a REST API takes one name there`
      return [
        { path, message, remedy: `Write ${earlier.name} in both.`, other: earlier.placed.path },
      ]
    })
  })
}
