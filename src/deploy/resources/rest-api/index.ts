import { sharedApi } from '../application/shared-api.ts'
import { applyApi } from './apply.ts'
import { dialect } from './plan.ts'

/** The REST API that the functions of an application share. */
export const restApi = sharedApi(dialect, {
  apply: () => applyApi,
  progress: (call) => {
    if (!call.startsWith('apigatewayv1:')) return undefined
    if (call === 'apigatewayv1:CreateRestApi') return 'making the REST API'
    if (call === 'apigatewayv1:CreateDeployment') return 'deploying the REST API'
    return call === 'apigatewayv1:DeleteRestApi' ? 'deleting the REST API' : 'updating the REST API'
  },
})
