import { sharedApi } from '../application/shared-api.ts'
import { applyApi } from './apply.ts'
import { dialect } from './plan.ts'

/** The HTTP API that the functions of an application share. */
export const httpApi = sharedApi(dialect, {
  apply: () => applyApi,
  progress: (call) => {
    if (!call.startsWith('apigateway:') || /DomainName|ApiMapping/.test(call)) return undefined
    if (call === 'apigateway:CreateApi') return 'making the HTTP API'
    return call === 'apigateway:DeleteApi' ? 'deleting the HTTP API' : 'updating the HTTP API'
  },
})
