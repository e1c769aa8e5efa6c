import type { Method as AwsMethod, Resource as AwsResource } from '@aws-sdk/client-api-gateway'
import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'
import { answersOf } from './answers.ts'

/** What a REST API holds: what is written of it, and what of that was deployed. */
export interface Inside {
  /** The root among them. */
  resources: readonly RemoteResource[]
  methods: readonly RemoteMethod[]
  authorizers: readonly RemoteAuthorizer[]
  deployments: readonly { id: string; description: string }[]
  stages: readonly RemoteStage[]
  /** What the API answers by itself, as far as somebody has said that. */
  responses: readonly { type: string; parameters: Readonly<Record<string, string>> }[]
}

interface RemoteResource {
  id: string
  path: string
}

export interface RemoteMethod {
  /** As a route: `GET /items/{id}`. */
  key: string
  path: string
  /** `ANY` for every one that is not there by itself. */
  method: string
  auth: string
  authorizerId: string | undefined
  scopes: readonly string[]
  needsApiKey: boolean
  /** Undefined where nothing is behind it yet. */
  integration: RemoteIntegration | undefined
}

export interface RemoteAuthorizer {
  id: string
  name: string
  /** Empty where none is asked. */
  uri: string
  identitySource: string
  /** Seconds */
  ttl: number
  /** ARNs of user pools. */
  pools: readonly string[]
}

interface RemoteIntegration {
  type: string
  uri: string
  /** Milliseconds; undefined where nothing is told. */
  timeout: number | undefined
  transferMode: string | undefined
  /** Headers of an answer that is given without asking anybody. */
  answers: Readonly<Record<string, string>> | undefined
}

export interface RemoteStage {
  name: string
  deployment: string
  rate: number | undefined
  burst: number | undefined
  logs: string | undefined
  logFormat: string | undefined
}

/** Of an API that was made just now; its root is there. */
export const NOTHING: Inside = {
  resources: [],
  methods: [],
  authorizers: [],
  deployments: [],
  stages: [],
  responses: [],
}

/** Settings of all methods of a stage. */
const ALL_METHODS = '*/*'

/** As many as AWS gives at once. */
const LIMIT = 500

export async function readInside(aws: Aws, restApiId: string): Promise<Inside> {
  const [resources, authorizers, deployments, stages, responses] = await Promise.all([
    pages(async (position) => {
      const input = { restApiId, embed: ['methods'], limit: LIMIT, position }
      const page = await aws.call('apigatewayv1:GetResources', input)
      return { items: page.items, next: page.position }
    }),
    pages(async (position) => {
      const input = { restApiId, limit: LIMIT, position }
      const page = await aws.call('apigatewayv1:GetAuthorizers', input)
      return { items: page.items, next: page.position }
    }),
    pages(async (position) => {
      const input = { restApiId, limit: LIMIT, position }
      const page = await aws.call('apigatewayv1:GetDeployments', input)
      return { items: page.items, next: page.position }
    }),
    aws.call('apigatewayv1:GetStages', { restApiId }),
    pages(async (position) => {
      const input = { restApiId, limit: LIMIT, position }
      const page = await aws.call('apigatewayv1:GetGatewayResponses', input)
      return { items: page.items, next: page.position }
    }),
  ])
  return {
    resources: resources.map(({ id, path }) => ({ id: id!, path: path! })),
    methods: resources.flatMap(methodsOf),
    authorizers: authorizers.map((found) => ({
      id: found.id!,
      name: found.name ?? '',
      uri: found.authorizerUri ?? '',
      identitySource: found.identitySource ?? '',
      ttl: found.authorizerResultTtlInSeconds ?? 0,
      pools: found.providerARNs ?? [],
    })),
    deployments: deployments.map(({ id, description = '' }) => ({ id: id!, description })),
    stages: (stages.item ?? []).map((found) => {
      const settings = found.methodSettings?.[ALL_METHODS]
      return {
        name: found.stageName!,
        deployment: found.deploymentId ?? '',
        rate: settings?.throttlingRateLimit,
        burst: settings?.throttlingBurstLimit,
        logs: found.accessLogSettings?.destinationArn,
        logFormat: found.accessLogSettings?.format,
      }
    }),
    responses: responses
      .filter(({ defaultResponse }) => defaultResponse !== true)
      .map(({ responseType, responseParameters }) => ({
        type: responseType ?? '',
        parameters: responseParameters ?? {},
      })),
  }
}

function methodsOf({ path = '', resourceMethods = {} }: AwsResource): RemoteMethod[] {
  return Object.entries(resourceMethods).map(([method, found]) => ({
    key: `${method} ${path}`,
    path,
    method,
    auth: found.authorizationType ?? 'NONE',
    authorizerId: found.authorizerId,
    scopes: found.authorizationScopes ?? [],
    needsApiKey: found.apiKeyRequired ?? false,
    integration: integrationOf(found),
  }))
}

function integrationOf({ methodIntegration: found }: AwsMethod): RemoteIntegration | undefined {
  if (found === undefined) return undefined
  return {
    type: found.type ?? '',
    uri: found.uri ?? '',
    timeout: found.timeoutInMillis,
    transferMode: found.responseTransferMode,
    answers: answersOf(found),
  }
}
