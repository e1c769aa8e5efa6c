import { joinPlans, one, step, unseen, type Plan } from '../../model/plan.ts'
import type { Inside } from './inside.ts'
import { methodGoing, type Method } from './methods.ts'

/** Paths down to one, each with its parent: `/`, `/items`, `/items/{id}`. */
function pathsTo(path: string): string[] {
  const parts = path.split('/').filter(Boolean)
  return ['/', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)]
}

function depth(path: string): number {
  return path.split('/').filter(Boolean).length
}

function neededPaths(staying: readonly Pick<Method, 'path'>[]): Set<string> {
  return new Set(['/', ...staying.flatMap(({ path }) => pathsTo(path))])
}

/**
 * Methods and resources that go. Before others come: two variables at one place of a path are not let
 * stand beside each other.
 */
export function goingPlan({ resources, methods }: Inside, staying: readonly Method[]): Plan {
  const needed = neededPaths(staying)
  const keys = new Set(staying.map(({ key }) => key))
  const going = methods.filter(({ key }) => !keys.has(key))
  const idle = resources.filter(({ path }) => !needed.has(path))
  const isToldBy = (path: string) =>
    going.some((method) => method.path === path || method.path.startsWith(`${path}/`))
  return joinPlans(
    ...going.map((method) => {
      const change = { resource: 'route', action: 'delete', path: method.key } as const
      // The others go with their resources.
      return needed.has(method.path) ? one(change, methodGoing(method)) : one(change)
    }),
    ...idle
      .toSorted((a, b) => depth(b.path) - depth(a.path))
      .map(({ id, path }) => {
        const deleting = step('apigatewayv1:DeleteResource', { resourceId: id })
        if (isToldBy(path)) return unseen(deleting)
        return one({ resource: 'path', action: 'delete', path }, deleting)
      }),
  )
}

/** Resources that are missing, from the root down; a route below each is told of. */
export function comingPlan({ resources }: Inside, staying: readonly Method[]): Plan {
  const has = new Set(resources.map(({ path }) => path))
  return unseen(
    ...pathsOf(staying)
      .filter(({ path }) => !has.has(path))
      .map(({ parent, part: pathPart }) =>
        step('apigatewayv1:CreateResource', { parentId: parent, pathPart }),
      ),
  )
}

/** All below the root that these need, from it down. */
export function pathsOf(
  methods: readonly Pick<Method, 'path'>[],
): { path: string; parent: string; part: string }[] {
  return [...neededPaths(methods)]
    .filter((path) => path !== '/')
    .toSorted((a, b) => depth(a) - depth(b))
    .map((path) => {
      const [parent = '/'] = pathsTo(path).slice(-2)
      return { path, parent, part: path.slice(parent === '/' ? 1 : parent.length + 1) }
    })
}
