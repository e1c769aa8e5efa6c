import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'
import type { Anchor } from '../../model/version.ts'
import { GATEWAYS, type Gateway, type Gateways, type RemoteApi } from '../../model/gateway.ts'
import type { Ground, Tags } from '../../model/place.ts'
import { isOurs } from '../../model/tags.ts'
import { restApiEndpoint } from '../../names.ts'
import { corsOf } from '../cors.ts'
import type { WantedApi } from './source.ts'

/** Reads the listing of an account's APIs of one kind. */
export const listings: Record<Gateway, (aws: Aws, place: Ground) => Promise<RemoteApi[]>> = {
  'http-api': readHttpApis,
  rest: readRestApis,
}

async function readHttpApis(aws: Aws): Promise<RemoteApi[]> {
  const apis = await pages(async (NextToken) => {
    const page = await aws.call('apigateway:GetApis', { NextToken })
    return { items: page.Items, next: page.NextToken }
  })
  return apis
    .filter((api) => api.ProtocolType === 'HTTP')
    .map((api) => ({
      id: api.ApiId!,
      name: api.Name ?? '',
      endpoint: api.ApiEndpoint!,
      description: api.Description ?? '',
      tags: api.Tags ?? {},
      cors: corsOf(api.CorsConfiguration),
      binaryMediaTypes: [],
      created: api.CreatedDate?.toISOString() ?? '',
    }))
}

async function readRestApis(aws: Aws, { account }: Ground): Promise<RemoteApi[]> {
  const apis = await pages(async (position) => {
    const page = await aws.call('apigatewayv1:GetRestApis', { limit: 500, position })
    return { items: page.items, next: page.position }
  })
  return apis.map((api) => ({
    id: api.id!,
    name: api.name ?? '',
    endpoint: restApiEndpoint(account, api.id!),
    description: api.description ?? '',
    tags: api.tags ?? {},
    cors: undefined,
    binaryMediaTypes: api.binaryMediaTypes ?? [],
    created: api.createdDate?.toISOString() ?? '',
  }))
}

/**
 * Our APIs of this application, the oldest first. A creation whose answer was lost can leave two, of
 * which every run keeps the first.
 */
export function ourApis(tags: Tags, found: readonly RemoteApi[] = []): RemoteApi[] {
  return found
    .filter((api) => isOurs(tags, api.tags))
    .sort((a, b) => a.created.localeCompare(b.created) || a.id.localeCompare(b.id))
}

/** Of every kind. */
export function allOurs(tags: Tags, gateways: Gateways | undefined): RemoteApi[] {
  return GATEWAYS.flatMap((one) => ourApis(tags, gateways?.[one]))
}

interface Looking extends Anchor {
  tags: Tags
  wanted: WantedApi | undefined
  adopt?: boolean
}

/** The API that serves: ours, or the one of that name that is to be taken over. */
export function servingApi(
  { tags, wanted, gateways, adopt = false }: Looking,
  gateway: Gateway,
): RemoteApi | undefined {
  const [ours] = ourApis(tags, gateways?.[gateway])
  if (ours !== undefined || !adopt) return ours
  return gateways?.[gateway]?.find(({ name }) => name === wanted?.name)
}
