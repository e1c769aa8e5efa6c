import type { Input, Operation } from '../../aws/operations.ts'
import type { CallFacts } from '../../aws/retry-policy.ts'
import type { Context, Handlers } from '../../converge/resource.ts'
import { notThere } from '../../converge/not-there.ts'
import type { GatewayFacts } from '../../model/facts.ts'
import type { Ground } from '../../model/place.ts'
import { describe, markedDescription } from '../application/description.ts'

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
  'apigateway:DeleteAccessLogSettings',
] as const satisfies readonly Operation[]

/** As those, where the API may have been made moments ago. */
const INSIDE_NEW = ['apigateway:CreateStage'] as const

const MADE = { afterCreate: true }

type At = Context<Ground>

export const applyApi: Handlers<Ground> = {
  ...handlersOf(INSIDE),
  ...handlersOf(INSIDE_NEW, MADE),
  'apigateway:CreateApi': async (context, input) => {
    const { aws, facts } = context
    const Description = markedDescription(context)
    const sent = { ...input, Description } as Input<'apigateway:CreateApi'>
    const made = await aws.call('apigateway:CreateApi', sent)
    const api = { id: made.ApiId!, endpoint: made.ApiEndpoint!, description: Description }
    facts.gateways = {
      ...facts.gateways,
      'http-api': { ...api, integrations: {}, authorizers: {}, resources: {} },
    }
  },
  'apigateway:UpdateApi': async (context, { Description, ...input }) => {
    const { aws } = context
    const ofApi = idOf(context)
    const update = (changed: Partial<Input<'apigateway:UpdateApi'>>) =>
      aws.call('apigateway:UpdateApi', { ...ofApi, ...changed }, MADE)
    if (Description === undefined) return void (await update(input))
    await describe(context, apiOf(context), Description, {
      reading: 'apigateway:GetApi',
      read: async () => (await aws.find('apigateway:GetApi', ofApi))?.Description,
      write: async (value) => void (await update({ Description: value })),
    })
  },
  'apigateway:CreateIntegration': async (context, input) => {
    const sent = { ...idOf(context), ...input } as Input<'apigateway:CreateIntegration'>
    const made = await context.aws.call('apigateway:CreateIntegration', sent, MADE)
    apiOf(context).integrations[input.IntegrationUri!] = made.IntegrationId!
  },
  'apigateway:CreateAuthorizer': async (context, input) => {
    const sent = { ...idOf(context), ...input } as Input<'apigateway:CreateAuthorizer'>
    const made = await context.aws.call('apigateway:CreateAuthorizer', sent, MADE)
    apiOf(context).authorizers[input.Name!] = made.AuthorizerId!
  },
  'apigateway:CreateRoute': async (context, input) => {
    const sent = { ...input, ...routed(context, input) } as Input<'apigateway:CreateRoute'>
    await context.aws.call('apigateway:CreateRoute', sent, MADE)
  },
  'apigateway:UpdateRoute': async (context, input) => {
    const sent = { ...input, ...routed(context, input) } as Input<'apigateway:UpdateRoute'>
    await context.aws.call('apigateway:UpdateRoute', sent)
  },
}

/** With ids in place of the alias and of the authorizer's name. */
function routed(
  context: At,
  {
    Target = '',
    AuthorizerId: name,
  }: { Target?: string | undefined; AuthorizerId?: string | undefined },
) {
  const { integrations, authorizers } = apiOf(context)
  return {
    ...idOf(context),
    Target: `integrations/${known(integrations[Target], `the integration of ${Target}`)}`,
    ...(name !== undefined && {
      AuthorizerId: known(authorizers[name], `the authorizer ${name}`),
    }),
  }
}

function known(id: string | undefined, what: string): string {
  if (id === undefined) throw notThere('apigateway:GetIntegrations', what)
  return id
}

function handlersOf(calls: readonly Operation[], facts?: CallFacts): Handlers<Ground> {
  const handlers = calls.map((call) => [
    call,
    async (context: At, input: object) => {
      await context.aws.call(call, { ...idOf(context), ...input } as Input<typeof call>, facts)
    },
  ])
  return Object.fromEntries(handlers) as Handlers<Ground>
}

function apiOf({ facts }: At): GatewayFacts {
  const api = facts.gateways?.['http-api']
  if (api === undefined) throw notThere('apigateway:GetApis', 'the API')
  return api
}

function idOf(context: At): { ApiId: string } {
  return { ApiId: apiOf(context).id }
}
