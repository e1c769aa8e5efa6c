import type { Source } from '../../converge/resource.ts'
import { ruleName } from '../../names.ts'

/** A rule of EventBridge: events of a bus that fit its pattern start the function. */
export interface Rule {
  name: string
  bus: string
  pattern: unknown
  enabled: boolean
}

export function desireRules({ fn, place }: Source): Rule[] {
  return fn.events
    .filter((event) => event.type === 'eventbridge')
    .map(({ pattern, bus, enabled }, index) => ({
      name: ruleName(place.function, index + 1),
      bus,
      pattern,
      enabled,
    }))
}
