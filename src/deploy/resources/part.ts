import type { Resource } from '../converge/resource.ts'
import type { Facts } from '../model/facts.ts'
import type { Gateway } from '../model/gateway.ts'
import { endpointOf, type ApiEndpoint } from './endpoint.ts'

/**
 * That a function has a part in an API which the application's functions share. The API is made by the
 * application; of the function there is only the tag, by which a later run knows that there may be one.
 */
export function partIn(gateway: Gateway): Resource<ApiEndpoint | undefined, undefined> {
  return {
    desire: (source) => {
      const endpoint = endpointOf(source)
      return endpoint.type === 'api' && endpoint.gateway === gateway ? endpoint : undefined
    },
    isWanted: (wanted) => wanted !== undefined,
    mayStay: ({ looked = [] }) => !looked.includes(gateway),
    read: async () => undefined,
    plan: () => ({}),
    remove: () => ({ changes: [], steps: [], notes: [] }),
    progress: () => undefined,
  }
}

/** Where a function answers by the API that it has a part in; undefined where there is none yet. */
export function addressOf(
  endpoint: Pick<ApiEndpoint, 'gateway' | 'stage'>,
  { gateways }: Pick<Facts, 'gateways'>,
): string | undefined {
  const api = gateways?.[endpoint.gateway]
  if (api === undefined || api.endpoint === '') return undefined
  const { stage } = endpoint
  return stage === '$default' ? `${api.endpoint}/` : `${api.endpoint}/${stage}/`
}
