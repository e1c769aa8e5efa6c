import type { PatchOperation } from '@aws-sdk/client-api-gateway'
import type { Ground } from '../../model/place.ts'
import { joinPlans, one, step, update, type Change, type Plan } from '../../model/plan.ts'
import { logGroupArn } from '../../names.ts'
import type { WantedApi } from '../application/source.ts'
import { ACCESS_LOG_FORMAT, isThrottledAs, NOT_THROTTLED } from '../application/stage.ts'
import type { Inside, RemoteStage } from './inside.ts'

/** Settings of the one stage, which its first deployment has made. */
export function stagePlan(place: Ground, wanted: WantedApi, { stages }: Inside): Plan {
  const { stage: stageName } = wanted
  const has = stages.find(({ name }) => name === stageName)
  const found = has ?? fresh(stageName)
  const patches = [...throttlingPatches(wanted, found), ...logPatches(place, wanted, found)]
  if (patches.length === 0) return joinPlans()
  const paths = [...new Set(patches.map(({ setting }) => setting))]
  // That a stage is made tells of its settings too.
  const changes: Change[] = has === undefined ? [] : paths.map((path) => update('stage', path))
  const patchOperations = patches.map(({ setting: _setting, ...operation }) => operation)
  const updating = step('apigatewayv1:UpdateStage', { stageName, patchOperations })
  return { changes, steps: [{ ...updating, made: true }], notes: [] }
}

/** Stages that nobody wants. */
export function stagesGoing({ stage }: WantedApi, { stages }: Inside): Plan {
  return joinPlans(
    ...stages
      .filter(({ name }) => name !== stage)
      .map(({ name }) =>
        one(
          { resource: 'stage', action: 'delete', from: name },
          step('apigatewayv1:DeleteStage', { stageName: name }),
        ),
      ),
  )
}

function fresh(name: string): RemoteStage {
  const none = undefined
  return { name, deployment: '', rate: none, burst: none, logs: none, logFormat: none }
}

interface Patch extends PatchOperation {
  /** As changes name it. */
  setting: string
}

function replacing(setting: string, path: string, value: string): Patch {
  return { setting, op: 'replace', path, value }
}

function throttlingPatches({ throttling }: WantedApi, found: RemoteStage): Patch[] {
  if (isThrottledAs(throttling, found)) return []
  const { rate, burst } = throttling ?? NOT_THROTTLED
  return [
    replacing('throttling', '/*/*/throttling/rateLimit', String(rate)),
    replacing('throttling', '/*/*/throttling/burstLimit', String(burst)),
  ]
}

function logPatches({ account }: Ground, { accessLogs }: WantedApi, found: RemoteStage): Patch[] {
  if (accessLogs === undefined) {
    const isSet = found.logs !== undefined && found.logs !== ''
    return isSet ? [{ setting: 'accessLogs', op: 'remove', path: '/accessLogSettings' }] : []
  }
  const arn = logGroupArn(account, accessLogs)
  if (found.logs === arn && found.logFormat === ACCESS_LOG_FORMAT) return []
  return [
    replacing('accessLogs', '/accessLogSettings/destinationArn', arn),
    replacing('accessLogs', '/accessLogSettings/format', ACCESS_LOG_FORMAT),
  ]
}
