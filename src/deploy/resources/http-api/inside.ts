import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'

/** What an HTTP API holds. */
export interface Inside {
  integrations: readonly RemoteIntegration[]
  authorizers: readonly RemoteAuthorizer[]
  routes: readonly RemoteRoute[]
  stages: readonly RemoteStage[]
}

export interface RemoteIntegration {
  id: string
  uri: string
  payloadFormat: string
}

export interface RemoteAuthorizer {
  id: string
  name: string
  /** JWT or REQUEST. */
  type: string
  issuer: string
  audience: readonly string[]
  identitySource: readonly string[]
  uri: string
  payloadFormat: string
  simpleResponses: boolean
  ttl: number
}

export interface RemoteRoute {
  id: string
  key: string
  target: string | undefined
  auth: string
  authorizerId: string | undefined
  scopes: readonly string[]
}

export interface RemoteStage {
  name: string
  autoDeploy: boolean
  rate: number | undefined
  burst: number | undefined
  logs: string | undefined
  logFormat: string | undefined
}

export const NOTHING: Inside = { integrations: [], authorizers: [], routes: [], stages: [] }

export async function readInside(aws: Aws, ApiId: string): Promise<Inside> {
  const [integrations, authorizers, routes, stages] = await Promise.all([
    pages(async (NextToken) => {
      const page = await aws.call('apigateway:GetIntegrations', { ApiId, NextToken })
      return { items: page.Items, next: page.NextToken }
    }),
    pages(async (NextToken) => {
      const page = await aws.call('apigateway:GetAuthorizers', { ApiId, NextToken })
      return { items: page.Items, next: page.NextToken }
    }),
    pages(async (NextToken) => {
      const page = await aws.call('apigateway:GetRoutes', { ApiId, NextToken })
      return { items: page.Items, next: page.NextToken }
    }),
    pages(async (NextToken) => {
      const page = await aws.call('apigateway:GetStages', { ApiId, NextToken })
      return { items: page.Items, next: page.NextToken }
    }),
  ])
  return {
    integrations: integrations.map((found) => ({
      id: found.IntegrationId!,
      uri: found.IntegrationUri ?? '',
      payloadFormat: found.PayloadFormatVersion ?? '',
    })),
    authorizers: authorizers.map((found) => ({
      id: found.AuthorizerId!,
      name: found.Name ?? '',
      type: found.AuthorizerType ?? '',
      issuer: found.JwtConfiguration?.Issuer ?? '',
      audience: found.JwtConfiguration?.Audience ?? [],
      identitySource: found.IdentitySource ?? [],
      uri: found.AuthorizerUri ?? '',
      payloadFormat: found.AuthorizerPayloadFormatVersion ?? '',
      simpleResponses: found.EnableSimpleResponses ?? false,
      ttl: found.AuthorizerResultTtlInSeconds ?? 0,
    })),
    routes: routes.map((found) => ({
      id: found.RouteId!,
      key: found.RouteKey!,
      target: found.Target,
      auth: found.AuthorizationType ?? 'NONE',
      authorizerId: found.AuthorizerId,
      scopes: found.AuthorizationScopes ?? [],
    })),
    stages: stages.map((found) => ({
      name: found.StageName!,
      autoDeploy: found.AutoDeploy ?? false,
      rate: found.DefaultRouteSettings?.ThrottlingRateLimit,
      burst: found.DefaultRouteSettings?.ThrottlingBurstLimit,
      logs: found.AccessLogSettings?.DestinationArn,
      logFormat: found.AccessLogSettings?.Format,
    })),
  }
}
