import type { Input, Operation } from '../aws/operations.ts'
import type { Gateway } from './gateway.ts'

/** One difference, as it is shown. Never holds the value of an environment variable. */
export interface Change {
  /** `function`, `role`, `log group`, `alias`, … */
  resource: string
  action: 'create' | 'update' | 'delete' | 'replace'
  /** What of it differs, e.g. `memory` or `environment.TABLE`. */
  path?: string
  from?: string | number | boolean
  to?: string | number | boolean
  /** Of which of the APIs that functions share. */
  api?: Gateway
}

/**
 * One call that changes something. What is known only once earlier steps have run (a revision, a
 * version, an API's id), and what is secret, the resource adds when it carries the step out.
 */
export interface Step {
  call: Operation
  /** What is known of the call's input beforehand. */
  input: object
  /** It is about something that was made moments ago: AWS may not find it yet. */
  made?: true
}

/** Pure data: printing it is a dry run, applying it the deploy. */
export interface Plan {
  changes: Change[]
  /** In order. */
  steps: Step[]
  /** What the user should know and the plan does not touch. */
  notes: string[]
}

export const emptyPlan = (): Plan => ({ changes: [], steps: [], notes: [] })

export function step<O extends Operation>(call: O, input: Partial<Input<O>>): Step {
  return { call, input }
}

/** As `step`, for something that was made moments ago. */
export function stepOnMade<O extends Operation>(call: O, input: Partial<Input<O>>): Step {
  return { call, input, made: true }
}

/** A difference of a setting; what has no value, or a secret one, is named by its path alone. */
export function update(
  resource: string,
  path: string,
  from?: Change['from'],
  to?: Change['to'],
): Change {
  return {
    resource,
    action: 'update',
    path,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}

/** A plan of one difference. */
export function one(change: Change, ...steps: Step[]): Plan {
  return { changes: [change], steps, notes: [] }
}

/** A plan that nobody is shown: our own record of what there is. */
export function unseen(...steps: Step[]): Plan {
  return { changes: [], steps, notes: [] }
}

/** A plan that is about one of the APIs that functions share. */
export function ofApi(api: Gateway, plan: Plan): Plan {
  return { ...plan, changes: plan.changes.map((change) => ({ ...change, api })) }
}

/** Parts in the order in which they are to be carried out. */
export function joinPlans(...parts: readonly (Plan | undefined)[]): Plan {
  const given = parts.filter((part) => part !== undefined)
  return {
    changes: given.flatMap((part) => part.changes),
    steps: given.flatMap((part) => part.steps),
    notes: given.flatMap((part) => part.notes),
  }
}
