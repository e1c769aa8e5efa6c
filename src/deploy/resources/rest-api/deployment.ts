import { digestOf } from '../../model/digest.ts'
import { emptyPlan, joinPlans, one, step, unseen, type Plan } from '../../model/plan.ts'
import type { WantedApi } from '../application/source.ts'
import { refusalHeaders, RESPONSE_TYPES } from './gateway-responses.ts'
import type { Inside, RemoteStage } from './inside.ts'
import type { Method } from './methods.ts'
import type { Preflight } from './preflights.ts'

/** Before the digest of what a deployment of ours holds. */
const MARK = 'made by oche (holds: '

/**
 * What is written of a REST API serves once it is deployed to a stage. A deployment says by its
 * description what it holds: another one is made where that is not what there should be, also where an
 * earlier run has written all of it and was cut short.
 */
export function deploymentPlan(
  wanted: WantedApi,
  found: Inside,
  methods: readonly (Method | Preflight)[],
): Plan {
  const { stage: stageName, binaryMediaTypes } = wanted
  const held = [methods.map(textOf).sort(), binaryMediaTypes, refusalsOf(wanted, found)]
  const description = `${MARK}${digestOf(held)})`
  const stage = found.stages.find(({ name }) => name === stageName)
  const serving = found.deployments.find(({ id }) => id === stage?.deployment)
  if (serving?.description === description) return emptyPlan()
  const change =
    stage === undefined
      ? ({ resource: 'stage', action: 'create', to: stageName } as const)
      : ({ resource: 'stage', action: 'update', path: 'deployment' } as const)
  return one(change, step('apigatewayv1:CreateDeployment', { stageName, description }))
}

function textOf(method: Method | Preflight): string {
  const { key, auth, authorizer, scopes, uri } = method
  const answers = 'answers' in method ? inOrder(method.answers) : []
  return JSON.stringify([key, auth, authorizer, scopes, uri, answers])
}

/** What the API refuses with: where nobody says, as it is. */
function refusalsOf(wanted: WantedApi, { responses }: Inside): unknown {
  if (wanted.parts.length > 0) return inOrder(refusalHeaders(wanted))
  return inOrder(responses.find(({ type }) => type === RESPONSE_TYPES[0])?.parameters ?? {})
}

function inOrder(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Deployments that no stage has any more, once these are gone or have another one. */
export function pruning(
  { deployments, stages }: Inside,
  isLeft: (stage: RemoteStage) => boolean,
): Plan {
  const kept = stages.filter((stage) => !isLeft(stage)).map(({ deployment }) => deployment)
  return joinPlans(
    ...deployments
      .filter(({ id }) => !kept.includes(id))
      .map(({ id, description }) => {
        const deleting = step('apigatewayv1:DeleteDeployment', { deploymentId: id })
        if (description.startsWith(MARK)) return unseen(deleting)
        return one({ resource: 'deployment', action: 'delete', from: id }, deleting)
      }),
  )
}
