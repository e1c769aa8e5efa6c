import type { Phases } from '../../converge/resource.ts'
import type { Gateway } from '../../model/gateway.ts'
import { ofApi, type Plan } from '../../model/plan.ts'

/** All that is planned of one of the APIs that functions share. */
export function phasesOfApi(api: Gateway, phases: Phases): Phases {
  const planned = Object.entries(phases) as [keyof Phases, Plan][]
  return Object.fromEntries(planned.map(([phase, plan]) => [phase, ofApi(api, plan)]))
}
