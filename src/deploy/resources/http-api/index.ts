import type { Resource } from '../../converge/resource.ts'
import { endpointOf, type ApiEndpoint } from '../endpoint.ts'
import { applyApi } from './apply.ts'
import { planApi, removeApi, tellApi } from './plan.ts'
import { readApis, type RemoteApi } from './read.ts'

/** An HTTP API of the function's own. */
export const httpApi: Resource<ApiEndpoint | undefined, readonly RemoteApi[]> = {
  desire: (source) => {
    const endpoint = endpointOf(source)
    return endpoint.type === 'api' ? endpoint : undefined
  },
  isWanted: (wanted) => wanted !== undefined,
  read: readApis,
  tell: tellApi,
  plan: planApi,
  remove: removeApi,
  apply: applyApi,
  progress: (call) => {
    if (!call.startsWith('apigateway:')) return undefined
    if (call === 'apigateway:CreateApi') return 'making the HTTP API'
    return call === 'apigateway:DeleteApi' ? 'deleting the HTTP API' : 'updating the HTTP API'
  },
}
