/** What `createHook` is given. */
export interface Hooks {
  init?(id: number, type: string, triggerId: number, resource: object): void
  before?(id: number): void
  after?(id: number): void
  destroy?(id: number): void
}

/** Something that calls back later: a callback of `then`, a tick, a timer, an AsyncResource. */
export interface Resource {
  readonly id: number
  readonly triggerId: number
}

const OUTSIDE: Resource = { id: 1, triggerId: 0 }

let lastId = OUTSIDE.id
/** Within which one runs what runs now. */
let current = OUTSIDE

export const currentResource = (): Resource => current

const enabled = new Set<Hooks>()

function tell<Kind extends keyof Hooks>(kind: Kind, ...args: Parameters<NonNullable<Hooks[Kind]>>) {
  for (const hooks of enabled) (hooks[kind] as ((...all: unknown[]) => void) | undefined)?.(...args)
}

const gone = new FinalizationRegistry<number>((id) => tell('destroy', id))

export function beginResource(type: string, object?: object): Resource {
  const resource = { id: ++lastId, triggerId: current.id }
  tell('init', resource.id, type, resource.triggerId, object ?? resource)
  if (enabled.size > 0) gone.register(resource, resource.id)
  return resource
}

/** Nothing where nobody has a hook: it would cost each `await`. */
export function beginIfHooked(type: string): Resource | undefined {
  return enabled.size > 0 ? beginResource(type) : undefined
}

export function withinResource<T>(resource: Resource | undefined, work: () => T): T {
  if (resource === undefined) return work()
  const before = current
  current = resource
  tell('before', resource.id)
  try {
    return work()
  } finally {
    tell('after', resource.id)
    current = before
  }
}

/** Tells of callbacks that are handed over, and not of what the system does for them. */
export function createHook(hooks: Hooks) {
  const hook = {
    enable() {
      enabled.add(hooks)
      return hook
    },
    disable() {
      enabled.delete(hooks)
      return hook
    },
  }
  return hook
}
