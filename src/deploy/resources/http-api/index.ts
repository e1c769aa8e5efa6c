import { doubtsIn } from '../../converge/record.ts'
import type { Reading, Resource } from '../../converge/resource.ts'
import type { Ground } from '../../model/place.ts'
import { servingApi } from '../application/apis.ts'
import { wantedApi, type ApplicationSource, type WantedApi } from '../application/source.ts'
import { applyApi } from './apply.ts'
import { descriptionOf, insideDigest, readInside } from './inside.ts'
import { planApi, removeApi, tellApi, type Found } from './plan.ts'

/** The HTTP API that the functions of an application share. */
export const httpApi: Resource<WantedApi | undefined, Found, Ground, ApplicationSource> = {
  desire: (source) => wantedApi(source, 'http-api'),
  read,
  tell: tellApi,
  plan: planApi,
  remove: removeApi,
  apply: () => applyApi,
  progress: (call) => {
    if (!call.startsWith('apigateway:')) return undefined
    if (call === 'apigateway:CreateApi') return 'making the HTTP API'
    return call === 'apigateway:DeleteApi' ? 'deleting the HTTP API' : 'updating the HTTP API'
  },
}

async function read(reading: Reading<WantedApi | undefined, Ground>): Promise<Found> {
  const { aws, wanted, thorough } = reading
  // Which one is to be taken over is not known here: it is the first of that name.
  const api = servingApi({ ...reading, adopt: true }, 'http-api')
  if (wanted === undefined || api === undefined) return undefined
  const isKnown = api.description === descriptionOf(insideDigest(wanted))
  const isSure = isKnown && doubtsIn(api.tags).length === 0
  return isSure && !thorough ? undefined : readInside(aws, api.id)
}
