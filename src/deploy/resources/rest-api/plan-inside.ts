import type { Ground } from '../../model/place.ts'
import { emptyPlan, joinPlans, type Plan } from '../../model/plan.ts'
import type { WantedApi } from '../application/source.ts'
import { authorizersPlan, idleAuthorizersPlan } from './authorizers.ts'
import { deploymentPlan, pruning } from './deployment.ts'
import type { Inside } from './inside.ts'
import { methodsPlan, othersMethods, wantedMethods } from './methods.ts'
import { gatewayResponsesPlan } from './gateway-responses.ts'
import { keptPreflights, preflightsOf, preflightsPlan } from './preflights.ts'
import { comingPlan, goingPlan } from './resources.ts'
import { stagePlan, stagesGoing } from './stage.ts'

/**
 * What is in a REST API: first all that is written, of which nothing serves yet, then the deployment
 * that makes it serve, then what went before. In place of ids steps name resources by their path.
 */
export function planInside(place: Ground, said: WantedApi, found: Inside): Plan {
  const wanted = withStage(said, found)
  const ours = wantedMethods(place, wanted)
  const leading = [...ours, ...othersMethods(place, wanted, found)]
  const isSaid = said.parts.length > 0
  const preflights = isSaid ? preflightsOf(wanted, leading) : keptPreflights(found, leading)
  const staying = [...leading, ...preflights]
  const written = joinPlans(
    authorizersPlan(place, wanted, found),
    goingPlan(found, staying),
    comingPlan(found, staying),
    methodsPlan(ours, found),
    preflightsPlan(preflights, found),
    isSaid ? gatewayResponsesPlan(wanted, found) : emptyPlan(),
    idleAuthorizersPlan(wanted, found, staying),
  )
  if (wanted.stage === '' || staying.length === 0) return written
  const deploying = deploymentPlan(wanted, found, staying)
  return joinPlans(
    written,
    deploying,
    isSaid ? stagePlan(place, wanted, found) : emptyPlan(),
    isSaid ? stagesGoing(wanted, found) : emptyPlan(),
    pruning(found, ({ name }) => (name === wanted.stage ? deploying.steps.length > 0 : isSaid)),
  )
}

/** Where no function has a part that could name it, the stage is the one that there is. */
function withStage(wanted: WantedApi, { stages }: Inside): WantedApi {
  if (wanted.parts.length > 0) return wanted
  return { ...wanted, stage: stages[0]?.name ?? '' }
}
