import { placedFunctions, type PlacedFunction } from '../functions.ts'
import type { Problem } from '../problem.ts'
import type { Config } from '../schema.ts'
import { apiRule } from './api.ts'
import { dartRule } from './dart.ts'
import { endpointRule } from './endpoint.ts'
import { environmentRule } from './environment.ts'
import { destinationsRule, eventsRule, sharedBucketsRule } from './events.ts'
import { externalRule } from './external.ts'
import { layersRule } from './layers.ts'
import { referencesRule } from './references.ts'
import { roleRule } from './role.ts'
import { settingsRule } from './settings.ts'
import { sharedRoutesRule } from './shared-routes.ts'
import { tagsRule } from './tags.ts'

/** What is wrong with one function, given all of them. */
type Rule = (fn: PlacedFunction, all: readonly PlacedFunction[]) => Problem[]

const ofEach: readonly Rule[] = [
  dartRule,
  endpointRule,
  environmentRule,
  eventsRule,
  destinationsRule,
  externalRule,
  layersRule,
  roleRule,
  settingsRule,
  tagsRule,
  referencesRule,
]

/**
 * What fits the schema and is no good all the same: AWS would refuse it, after half was made, or
 * would not do what is written.
 */
export function ruleProblems(config: Config): Problem[] {
  const functions = placedFunctions(config)
  return [
    ...functions.flatMap((fn) => ofEach.flatMap((rule) => rule(fn, functions))),
    ...sharedRoutesRule(functions),
    ...sharedBucketsRule(functions),
    ...apiRule(config, functions),
  ]
}
