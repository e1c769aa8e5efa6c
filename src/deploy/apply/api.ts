import type { AuthorizationType } from '@aws-sdk/client-apigatewayv2'
import { aliasArn, type ApiEndpoint, type JwtAuthorizer } from '../desired.ts'
import { apiArn } from '../names.ts'
import { AUTHORIZER_NAME } from '../plan/api.ts'
import { apiDescription, CHANGING } from '../plan/record.ts'
import { MADE, notThere, type Context } from './context.ts'
import type { Handlers } from './handlers.ts'
import { corsInput } from './url.ts'

export const apiHandlers: Handlers<'apigateway'> = {
  'apigateway:CreateApi': async (context) => {
    const { aws, desired } = context
    const { cors } = endpointOf(context)
    const made = await aws.call('apigateway:CreateApi', {
      Name: desired.name,
      Description: apiDescription(CHANGING),
      ProtocolType: 'HTTP',
      Tags: { ...desired.tags },
      ...(cors && { CorsConfiguration: corsInput(cors) }),
    })
    context.api = { id: made.ApiId!, endpoint: made.ApiEndpoint! }
  },
  'apigateway:UpdateApi': async (context, { inside, cors }) => {
    const input = {
      ...apiOf(context),
      ...(inside !== undefined && { Description: apiDescription(inside) }),
      ...(cors !== undefined && { CorsConfiguration: corsInput(cors) }),
    }
    await context.aws.call('apigateway:UpdateApi', input, MADE)
  },
  'apigateway:DeleteCorsConfiguration': async (context) => {
    await context.aws.call('apigateway:DeleteCorsConfiguration', apiOf(context))
  },
  'apigateway:DeleteApi': async ({ aws }, { api }) => {
    await aws.call('apigateway:DeleteApi', { ApiId: api })
  },
  'apigateway:TagResource': async (context, { tags }) => {
    const ResourceArn = apiArn(context.desired.account, apiOf(context).ApiId)
    await context.aws.call('apigateway:TagResource', { ResourceArn, Tags: { ...tags } }, MADE)
  },
  'apigateway:CreateIntegration': async (context) => {
    const made = await context.aws.call(
      'apigateway:CreateIntegration',
      {
        ...apiOf(context),
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: aliasArn(context.desired),
        PayloadFormatVersion: endpointOf(context).payloadFormat,
      },
      MADE,
    )
    context.integrationId = made.IntegrationId
  },
  'apigateway:UpdateIntegration': async (context, { id }) => {
    await context.aws.call('apigateway:UpdateIntegration', {
      ...apiOf(context),
      IntegrationId: id,
      PayloadFormatVersion: endpointOf(context).payloadFormat,
    })
  },
  'apigateway:DeleteIntegration': async (context, { id }) => {
    const input = { ...apiOf(context), IntegrationId: id }
    await context.aws.call('apigateway:DeleteIntegration', input)
  },
  'apigateway:CreateAuthorizer': async (context) => {
    const input = { ...apiOf(context), AuthorizerType: 'JWT' as const, ...jwtInput(context) }
    const made = await context.aws.call('apigateway:CreateAuthorizer', input, MADE)
    context.authorizerId = made.AuthorizerId
  },
  'apigateway:UpdateAuthorizer': async (context, { id }) => {
    const input = { ...apiOf(context), AuthorizerId: id, ...jwtInput(context) }
    await context.aws.call('apigateway:UpdateAuthorizer', input)
  },
  'apigateway:DeleteAuthorizer': async (context, { id }) => {
    const input = { ...apiOf(context), AuthorizerId: id }
    await context.aws.call('apigateway:DeleteAuthorizer', input)
  },
  'apigateway:CreateRoute': async (context, { key }) => {
    const input = { ...apiOf(context), RouteKey: key, ...routeInput(context) }
    await context.aws.call('apigateway:CreateRoute', input, MADE)
  },
  'apigateway:UpdateRoute': async (context, { id, key }) => {
    const input = { ...apiOf(context), RouteId: id, RouteKey: key, ...routeInput(context) }
    await context.aws.call('apigateway:UpdateRoute', input)
  },
  'apigateway:DeleteRoute': async (context, { id }) => {
    await context.aws.call('apigateway:DeleteRoute', { ...apiOf(context), RouteId: id })
  },
  'apigateway:CreateStage': async (context) => {
    const { stage } = endpointOf(context)
    const input = { ...apiOf(context), StageName: stage, AutoDeploy: true }
    await context.aws.call('apigateway:CreateStage', input, MADE)
  },
  'apigateway:UpdateStage': async (context) => {
    const { stage } = endpointOf(context)
    const input = { ...apiOf(context), StageName: stage, AutoDeploy: true }
    await context.aws.call('apigateway:UpdateStage', input)
  },
  'apigateway:DeleteStage': async (context, { stage }) => {
    await context.aws.call('apigateway:DeleteStage', { ...apiOf(context), StageName: stage })
  },
}

function endpointOf({ desired }: Context): ApiEndpoint {
  return desired.endpoint as ApiEndpoint
}

function apiOf({ api }: Context): { ApiId: string } {
  if (api === undefined) throw notThere('apigateway:GetApis', 'the API')
  return { ApiId: api.id }
}

function jwtInput(context: Context) {
  const { issuer, audience, identitySource } = endpointOf(context).auth as JwtAuthorizer
  return {
    Name: AUTHORIZER_NAME,
    IdentitySource: [identitySource],
    JwtConfiguration: { Issuer: issuer, Audience: [...audience] },
  }
}

function routeInput(context: Context) {
  const { auth } = endpointOf(context)
  return {
    Target: `integrations/${context.integrationId}`,
    ...(typeof auth === 'string'
      ? { AuthorizationType: auth as AuthorizationType }
      : {
          AuthorizationType: 'JWT' as const,
          AuthorizerId: context.authorizerId,
          AuthorizationScopes: [...auth.scopes],
        }),
  }
}
