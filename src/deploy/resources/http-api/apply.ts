import type { Input, Operation } from '../../aws/operations.ts'
import type { CallFacts } from '../../aws/retry-policy.ts'
import type { Context, Handlers } from '../../converge/resource.ts'
import { notThere } from '../../converge/not-there.ts'
import type { ApiEndpoint } from '../endpoint.ts'
import { addressOf } from './plan.ts'

/** Calls that need nothing but the API's id. */
const INSIDE = [
  'apigateway:DeleteCorsConfiguration',
  'apigateway:UpdateIntegration',
  'apigateway:DeleteIntegration',
  'apigateway:UpdateAuthorizer',
  'apigateway:DeleteAuthorizer',
  'apigateway:DeleteRoute',
  'apigateway:UpdateStage',
  'apigateway:DeleteStage',
] as const satisfies readonly Operation[]

/** As those, where the API may have been made moments ago. */
const INSIDE_NEW = ['apigateway:UpdateApi', 'apigateway:CreateStage'] as const

const MADE = { afterCreate: true }

export function applyApi(wanted: ApiEndpoint | undefined): Handlers {
  return {
    ...handlersOf(INSIDE),
    ...handlersOf(INSIDE_NEW, MADE),
    'apigateway:CreateApi': async ({ aws, facts }, input) => {
      const made = await aws.call('apigateway:CreateApi', input as Input<'apigateway:CreateApi'>)
      facts.api = { id: made.ApiId!, endpoint: made.ApiEndpoint! }
      if (wanted !== undefined) facts.address = addressOf(made.ApiEndpoint!, wanted)
    },
    'apigateway:CreateIntegration': async (context, input) => {
      const sent = { ...idOf(context), ...input } as Input<'apigateway:CreateIntegration'>
      const made = await context.aws.call('apigateway:CreateIntegration', sent, MADE)
      apiOf(context).integrationId = made.IntegrationId!
    },
    'apigateway:CreateAuthorizer': async (context, input) => {
      const sent = { ...idOf(context), ...input } as Input<'apigateway:CreateAuthorizer'>
      const made = await context.aws.call('apigateway:CreateAuthorizer', sent, MADE)
      apiOf(context).authorizerId = made.AuthorizerId!
    },
    'apigateway:CreateRoute': async (context, input) => {
      const sent = { ...routed(context), ...input } as Input<'apigateway:CreateRoute'>
      await context.aws.call('apigateway:CreateRoute', sent, MADE)
    },
    'apigateway:UpdateRoute': async (context, input) => {
      const sent = { ...routed(context), ...input } as Input<'apigateway:UpdateRoute'>
      await context.aws.call('apigateway:UpdateRoute', sent)
    },
  }

  function routed(context: Context) {
    const { integrationId, authorizerId } = apiOf(context)
    return {
      ...idOf(context),
      Target: `integrations/${integrationId}`,
      ...(typeof wanted?.auth === 'object' && { AuthorizerId: authorizerId }),
    }
  }
}

function handlersOf(calls: readonly Operation[], facts?: CallFacts): Handlers {
  const handlers = calls.map((call) => [
    call,
    async (context: Context, input: object) => {
      await context.aws.call(call, { ...idOf(context), ...input } as Input<typeof call>, facts)
    },
  ])
  return Object.fromEntries(handlers) as Handlers
}

function apiOf({ facts }: Context): NonNullable<Context['facts']['api']> {
  if (facts.api === undefined) throw notThere('apigateway:GetApis', 'the API')
  return facts.api
}

function idOf(context: Context): { ApiId: string } {
  return { ApiId: apiOf(context).id }
}
