import type { Input } from '../../aws/operations.ts'
import type { Phases, Planning, Reading, Removing, Resource } from '../../converge/resource.ts'
import { qualified, type Place } from '../../model/place.ts'
import { emptyPlan, one, step, update, type Change, type Plan } from '../../model/plan.ts'
import { corsInput, corsOf, sameCors } from '../cors.ts'
import { endpointOf, type CorsSettings, type UrlEndpoint } from '../endpoint.ts'

export interface RemoteUrl {
  url: string
  auth: string
  streaming: boolean
  cors: CorsSettings | undefined
}

/** The Function URL, which stands on the alias. */
export const functionUrl: Resource<UrlEndpoint | undefined, RemoteUrl | undefined> = {
  desire: (source) => {
    const endpoint = endpointOf(source)
    return endpoint.type === 'url' ? endpoint : undefined
  },
  isWanted: (wanted) => wanted !== undefined,
  read,
  tell: ({ wanted, found }) => (wanted && found ? { address: found.url } : {}),
  plan,
  remove: ({ found, place }: Removing<RemoteUrl | undefined>) => removal(found, place),
  apply: () => ({
    'lambda:CreateFunctionUrlConfig': async ({ aws, facts }, input) => {
      const sent = input as Input<'lambda:CreateFunctionUrlConfig'>
      const made = await aws.call('lambda:CreateFunctionUrlConfig', sent, { afterCreate: true })
      facts.address = made.FunctionUrl!
    },
  }),
  progress: (call) => {
    if (call === 'lambda:CreateFunctionUrlConfig') return 'making the URL'
    if (call === 'lambda:DeleteFunctionUrlConfig') return 'deleting the URL'
    return call === 'lambda:UpdateFunctionUrlConfig' ? 'updating the function' : undefined
  },
}

type Wanted = UrlEndpoint | undefined

async function read({ aws, place, wanted, live, mayExist }: Reading<Wanted>) {
  // Without the alias there is none.
  if (live === undefined || (wanted === undefined && !mayExist)) return undefined
  const found = await aws.find('lambda:GetFunctionUrlConfig', qualified(place))
  if (found?.FunctionUrl === undefined) return undefined
  return {
    url: found.FunctionUrl,
    auth: found.AuthType ?? '',
    streaming: found.InvokeMode === 'RESPONSE_STREAM',
    cors: corsOf(found.Cors),
  }
}

/** One that is no longer wanted goes once the new endpoint is there. */
function plan({ place, wanted, found }: Planning<Wanted, RemoteUrl | undefined>): Phases {
  if (wanted === undefined) return { remove: removal(found, place) }
  const { auth, streaming, cors } = wanted
  const settings = {
    ...qualified(place),
    AuthType: auth,
    InvokeMode: streaming ? ('RESPONSE_STREAM' as const) : ('BUFFERED' as const),
  }
  if (found === undefined) {
    const input = { ...settings, ...(cors && { Cors: corsInput(cors) }) }
    return {
      make: one(
        { resource: 'url', action: 'create', to: accessOf(auth) },
        step('lambda:CreateFunctionUrlConfig', input),
      ),
    }
  }
  const changes = differences(wanted, found)
  if (changes.length === 0) return {}
  // An empty Cors takes the old one away; none at all leaves it.
  const input = { ...settings, Cors: cors === undefined ? {} : corsInput(cors) }
  return { make: { changes, steps: [step('lambda:UpdateFunctionUrlConfig', input)], notes: [] } }
}

function differences(wanted: UrlEndpoint, found: RemoteUrl): Change[] {
  return [
    ...(found.auth === wanted.auth
      ? []
      : [update('url', 'access', accessOf(found.auth), accessOf(wanted.auth))]),
    ...(found.streaming === wanted.streaming
      ? []
      : [update('url', 'streaming', found.streaming, wanted.streaming)]),
    ...(sameCors(found.cors, wanted.cors) ? [] : [update('url', 'cors')]),
  ]
}

/** In the words of `oche.yaml`. */
function accessOf(auth: string): string {
  return auth === 'NONE' ? 'public' : 'iam'
}

function removal(found: RemoteUrl | undefined, place: Place): Plan {
  if (found === undefined) return emptyPlan()
  return one(
    { resource: 'url', action: 'delete', from: found.url },
    step('lambda:DeleteFunctionUrlConfig', qualified(place)),
  )
}
