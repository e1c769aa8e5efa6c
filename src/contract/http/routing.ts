import { decodePercent } from './target.ts'

/** A route key taken apart: `GET /items/{id}`, `ANY /{proxy+}`, `$default`. */
export interface Route {
  key: string
  /** `ANY` for every method; also for `$default`. */
  method: string
  /** Undefined for `$default`. */
  segments: readonly Segment[] | undefined
}

type Segment =
  | { type: 'literal'; text: string }
  | { type: 'parameter'; name: string }
  | { type: 'greedy'; name: string }

export interface RouteMatch {
  routeKey: string
  /** As they stood in the path, still percent-encoded. */
  pathParameters: Record<string, string>
}

export function parseRoute(key: string): Route {
  if (key === '$default') return { key, method: 'ANY', segments: undefined }
  const space = key.indexOf(' ')
  const method = key.slice(0, space)
  return { key, method, segments: splitPath(key.slice(space + 1)).map(parseSegment) }
}

function parseSegment(text: string): Segment {
  const name = /^\{(.+?)(\+?)\}$/.exec(text)
  if (name === null) return { type: 'literal', text }
  return { type: name[2] === '+' ? 'greedy' : 'parameter', name: name[1]! }
}

/**
 * The route of an HTTP API for a request. The developer guide's order: a full match of route and
 * method, then a match with a greedy variable, then `$default`. Among several, the one whose path
 * is the most specific from the left (a literal before a variable before a greedy one), and of the
 * same path the method's own before `ANY`.
 *
 * @param path of the request without query and without the stage, percent-encoded
 */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch | undefined {
  return best(routes, method, trimSlash(path), 'by path and method')
}

/**
 * The method and resource of a REST API for a request. Unlike a route of an HTTP API a resource is
 * chosen by its path alone: one that has other methods only does not give way to a greedy one.
 *
 * @param path of the request without query and without the stage, percent-encoded
 */
export function matchResource(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch | undefined {
  return best(routes, method, trimSlash(path.replace(/^\/+/, '/')), 'by path')
}

function best(
  routes: readonly Route[],
  method: string,
  path: string,
  chosen: 'by path' | 'by path and method',
): RouteMatch | undefined {
  const byPath = routes
    .map((route) => ({ route, parameters: parametersOf(route, path) }))
    .filter(({ parameters }) => parameters !== undefined)
    .sort((a, b) => compareRoutes(a.route, b.route))
  const first = byPath[0]
  const candidates =
    chosen === 'by path' && first !== undefined
      ? byPath.filter(({ route }) => comparePaths(route, first.route) === 0)
      : byPath
  const found = candidates.find(({ route }) => route.method === 'ANY' || route.method === method)
  return found && { routeKey: found.route.key, pathParameters: found.parameters! }
}

/** Undefined where the route's path does not match. */
function parametersOf(route: Route, path: string): Record<string, string> | undefined {
  if (route.segments === undefined) return {}
  const parts = splitPath(path)
  const parameters: Record<string, string> = {}
  for (const [index, segment] of route.segments.entries()) {
    if (segment.type === 'greedy') {
      const rest = parts.slice(index).join('/')
      return rest === '' ? undefined : { ...parameters, [segment.name]: rest }
    }
    const part = parts[index]
    if (part === undefined) return undefined
    if (segment.type === 'parameter' && part === '') return undefined
    if (segment.type === 'parameter') parameters[segment.name] = part
    if (segment.type === 'literal' && !sameText(segment.text, part)) return undefined
  }
  return parts.length === route.segments.length ? parameters : undefined
}

function sameText(literal: string, part: string): boolean {
  return literal === part || literal === decodePercent(part)
}

/** Negative where `a` is to be tried before `b`. */
function compareRoutes(a: Route, b: Route): number {
  return comparePaths(a, b) || Number(a.method === 'ANY') - Number(b.method === 'ANY')
}

/** A full match before a greedy one before `$default`, then the most specific from the left. */
function comparePaths(a: Route, b: Route): number {
  const rank = pathRank(a) - pathRank(b)
  if (rank !== 0) return rank
  const [left, right] = [a.segments ?? [], b.segments ?? []]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = segmentRank(left[i]) - segmentRank(right[i])
    if (difference !== 0) return difference
  }
  return 0
}

function pathRank({ segments }: Route): number {
  if (segments === undefined) return 2
  return segments.some(({ type }) => type === 'greedy') ? 1 : 0
}

function segmentRank(segment: Segment | undefined): number {
  if (segment === undefined) return 3
  return { literal: 0, parameter: 1, greedy: 2 }[segment.type]
}

/** `/a/b` → `a`, `b`; `/` → nothing. */
function splitPath(path: string): string[] {
  const inner = path.replace(/^\//, '')
  return inner === '' ? [] : inner.split('/')
}

/** A slash at the end does not count, and is in no path parameter. */
function trimSlash(path: string): string {
  return path.replace(/\/+$/, '')
}
