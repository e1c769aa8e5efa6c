import type { Ground } from '../../model/place.ts'
import { joinPlans, one, step, update, type Plan } from '../../model/plan.ts'
import { logGroupArn } from '../../names.ts'
import type { WantedApi } from '../application/source.ts'
import { ACCESS_LOG_FORMAT, isThrottledAs, NOT_THROTTLED } from '../application/stage.ts'
import type { Inside, RemoteStage } from './inside.ts'

/** The one stage, which takes every change at once. */
export function stagePlan(place: Ground, wanted: WantedApi, { stages }: Inside): Plan {
  const { stage: StageName } = wanted
  const found = stages.find(({ name }) => name === StageName)
  return joinPlans(
    found === undefined ? creation(place, wanted) : settings(place, wanted, found),
    ...stages
      .filter(({ name }) => name !== StageName)
      .map(({ name }) =>
        one(
          { resource: 'stage', action: 'delete', from: name },
          step('apigateway:DeleteStage', { StageName: name }),
        ),
      ),
  )
}

function creation(place: Ground, wanted: WantedApi): Plan {
  const { stage: StageName, throttling } = wanted
  return one(
    { resource: 'stage', action: 'create', to: StageName },
    step('apigateway:CreateStage', {
      StageName,
      AutoDeploy: true,
      ...(throttling && { DefaultRouteSettings: throttlingInput(throttling) }),
      ...logsInput(place, wanted),
    }),
  )
}

function settings(place: Ground, wanted: WantedApi, found: RemoteStage): Plan {
  const { stage: StageName, throttling, accessLogs } = wanted
  const isThrottled = isThrottledAs(throttling, found)
  const arn = logsArn(place, wanted)
  const isLogged =
    arn === undefined || (found.logs === arn && found.logFormat === ACCESS_LOG_FORMAT)
  const input = {
    StageName,
    ...(!found.autoDeploy && { AutoDeploy: true }),
    ...(!isThrottled && { DefaultRouteSettings: throttlingInput(throttling ?? NOT_THROTTLED) }),
    ...(!isLogged && logsInput(place, wanted)),
  }
  const changes = [
    ...(found.autoDeploy ? [] : [update('stage', 'autoDeploy', false, true)]),
    ...(isThrottled ? [] : [update('stage', 'throttling')]),
    ...(isLogged ? [] : [update('stage', 'accessLogs')]),
  ]
  return joinPlans(
    changes.length === 0
      ? undefined
      : { changes, steps: [step('apigateway:UpdateStage', input)], notes: [] },
    accessLogs === undefined && found.logs !== undefined
      ? one(
          update('stage', 'accessLogs'),
          step('apigateway:DeleteAccessLogSettings', { StageName }),
        )
      : undefined,
  )
}

function throttlingInput({ rate, burst }: { rate: number; burst: number }) {
  return { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }
}

function logsArn({ account }: Ground, { accessLogs }: WantedApi): string | undefined {
  return accessLogs === undefined ? undefined : logGroupArn(account, accessLogs)
}

function logsInput(place: Ground, wanted: WantedApi) {
  const DestinationArn = logsArn(place, wanted)
  if (DestinationArn === undefined) return {}
  return { AccessLogSettings: { DestinationArn, Format: ACCESS_LOG_FORMAT } }
}
