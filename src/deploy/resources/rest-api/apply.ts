import type { PatchOperation } from '@aws-sdk/client-api-gateway'
import type { Input, Operation } from '../../aws/operations.ts'
import type { CallFacts } from '../../aws/retry-policy.ts'
import { notThere } from '../../converge/not-there.ts'
import type { Context, Handlers } from '../../converge/resource.ts'
import type { GatewayFacts } from '../../model/facts.ts'
import type { Ground } from '../../model/place.ts'
import { restApiEndpoint } from '../../names.ts'
import { describe, markedDescription } from '../application/description.ts'
import { DESCRIPTION } from './plan.ts'

/** Calls that need nothing but the API's id. */
const INSIDE = [
  'apigatewayv1:UpdateAuthorizer',
  'apigatewayv1:DeleteAuthorizer',
  'apigatewayv1:DeleteResource',
  'apigatewayv1:DeleteStage',
  'apigatewayv1:DeleteDeployment',
  'apigatewayv1:DeleteGatewayResponse',
] as const satisfies readonly Operation[]

/** As those, where what they are about may have been made moments ago. */
const INSIDE_NEW = [
  'apigatewayv1:PutGatewayResponse',
  'apigatewayv1:CreateDeployment',
  'apigatewayv1:UpdateStage',
] as const

const MADE = { afterCreate: true }

type At = Context<Ground>

export const applyApi: Handlers<Ground> = {
  ...handlersOf(INSIDE),
  ...handlersOf(INSIDE_NEW, MADE),
  'apigatewayv1:CreateRestApi': async (context, input) => {
    const { aws, facts, place } = context
    const description = markedDescription(context)
    const sent = { ...input, description } as Input<'apigatewayv1:CreateRestApi'>
    const made = await aws.call('apigatewayv1:CreateRestApi', sent)
    const api = { id: made.id!, endpoint: restApiEndpoint(place.account, made.id!), description }
    facts.gateways = {
      ...facts.gateways,
      rest: { ...api, integrations: {}, authorizers: {}, resources: { '/': made.rootResourceId! } },
    }
  },
  'apigatewayv1:UpdateRestApi': async (context, { patchOperations = [] }) => {
    const { aws } = context
    const ofApi = { restApiId: apiOf(context).id }
    const patch = (patches: PatchOperation[]) =>
      aws.call('apigatewayv1:UpdateRestApi', { ...ofApi, patchOperations: patches }, MADE)
    const [said] = patchOperations
    if (said?.path !== DESCRIPTION) return void (await patch(patchOperations))
    await describe(context, apiOf(context), said.value!, {
      reading: 'apigatewayv1:GetRestApi',
      read: async () => (await aws.find('apigatewayv1:GetRestApi', ofApi))?.description,
      write: async (value) => void (await patch([{ ...said, value }])),
    })
  },
  'apigatewayv1:CreateResource': async (context, { parentId: parent = '', pathPart = '' }) => {
    const { id: restApiId, resources } = apiOf(context)
    const sent = { restApiId, parentId: resourceAt(context, parent), pathPart }
    const made = await context.aws.call('apigatewayv1:CreateResource', sent, MADE)
    resources[parent === '/' ? `/${pathPart}` : `${parent}/${pathPart}`] = made.id!
  },
  'apigatewayv1:CreateAuthorizer': async (context, input) => {
    const { id: restApiId, authorizers } = apiOf(context)
    const sent = { restApiId, ...input } as Input<'apigatewayv1:CreateAuthorizer'>
    const made = await context.aws.call('apigatewayv1:CreateAuthorizer', sent, MADE)
    authorizers[input.name!] = made.id!
  },
  'apigatewayv1:PutMethod': async (context, input) => {
    const { authorizerId: name } = input
    const sent = {
      ...input,
      ...onResource(context, input),
      ...(name !== undefined && { authorizerId: authorizerCalled(context, name) }),
    } as Input<'apigatewayv1:PutMethod'>
    await context.aws.call('apigatewayv1:PutMethod', sent, MADE)
  },
  ...onMethod('apigatewayv1:PutIntegration'),
  ...onMethod('apigatewayv1:PutMethodResponse'),
  ...onMethod('apigatewayv1:PutIntegrationResponse'),
  'apigatewayv1:DeleteMethod': async (context, input) => {
    const sent = { ...input, ...onResource(context, input) } as Input<'apigatewayv1:DeleteMethod'>
    await context.aws.call('apigatewayv1:DeleteMethod', sent)
  },
}

/** Of a method that may have been made moments ago. */
function onMethod(
  call:
    | 'apigatewayv1:PutIntegration'
    | 'apigatewayv1:PutMethodResponse'
    | 'apigatewayv1:PutIntegrationResponse',
): Handlers<Ground> {
  return {
    [call]: async (context: At, input: Partial<Input<typeof call>>) => {
      const sent = { ...input, ...onResource(context, input) } as Input<typeof call>
      await context.aws.call(call, sent, MADE)
    },
  }
}

/** With ids in place of the path. */
function onResource(context: At, { resourceId: path = '' }: { resourceId?: string | undefined }) {
  return { restApiId: apiOf(context).id, resourceId: resourceAt(context, path) }
}

function resourceAt(context: At, path: string): string {
  const id = apiOf(context).resources[path]
  if (id === undefined) throw notThere('apigatewayv1:GetResources', `the resource ${path}`)
  return id
}

function authorizerCalled(context: At, name: string): string {
  const id = apiOf(context).authorizers[name]
  if (id === undefined) throw notThere('apigatewayv1:GetAuthorizers', `the authorizer ${name}`)
  return id
}

function handlersOf(calls: readonly Operation[], facts?: CallFacts): Handlers<Ground> {
  const handlers = calls.map((call) => [
    call,
    async (context: At, input: object) => {
      const sent = { restApiId: apiOf(context).id, ...input } as Input<typeof call>
      await context.aws.call(call, sent, facts)
    },
  ])
  return Object.fromEntries(handlers) as Handlers<Ground>
}

function apiOf({ facts }: At): GatewayFacts {
  const api = facts.gateways?.rest
  if (api === undefined) throw notThere('apigatewayv1:GetRestApis', 'the API')
  return api
}
