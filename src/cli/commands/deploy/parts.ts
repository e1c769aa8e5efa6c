import type { Project } from '../../../core/project.ts'
import {
  nameIn,
  type Change,
  type Desired,
  type LayerPlan,
  type Planned,
  type PlannedApplication,
} from '../../../deploy/index.ts'
import { layerChanges } from '../layers.ts'
import type { Pruning } from './prune.ts'

/** One thing of a deploy, and what would change of it. */
export interface PlanPart {
  kind: 'layers' | 'function' | 'shared' | 'orphan'
  /** A function's name, or the project's. */
  name: string
  changes: readonly Change[]
  notes: readonly string[]
  /** What would be called, in order. */
  calls: readonly string[]
}

interface Planning {
  project: Pick<Project, 'name'>
  all: readonly { planned: Planned; desired: Desired }[]
  application: PlannedApplication
  pruning: readonly Pruning[]
  layers: readonly LayerPlan[]
}

/** All that a deploy is about, in the order in which it is shown. What stays as it is has no change. */
export function planParts({ project, all, application, pruning, layers }: Planning): PlanPart[] {
  const shared = application.planned.plan
  const changes = layerChanges(layers)
  return [
    { kind: 'layers', name: project.name, changes, notes: [], calls: [] },
    ...all.map(({ planned, desired }) => part('function', nameIn(desired.place), planned.plan)),
    part('shared', project.name, shared),
    ...pruning.flatMap(({ orphan, removal }) =>
      removal === undefined ? [] : [part('orphan', orphan.name, removal.plan)],
    ),
  ]
}

function part(kind: PlanPart['kind'], name: string, plan: Planned['plan']): PlanPart {
  const { changes, notes, steps } = plan
  return { kind, name, changes, notes, calls: steps.map(({ call }) => call) }
}
