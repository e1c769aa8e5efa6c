import type { Cors as ApiCors } from '@aws-sdk/client-apigatewayv2'
import type { Cors as UrlCors } from '@aws-sdk/client-lambda'
import type { Aws } from '../aws/aws.ts'
import type { CorsSettings } from '../desired.ts'
import { ALIAS } from '../names.ts'
import { pages } from './pages.ts'
import type { RemoteApi, RemoteApiInside, RemoteUrl, Statement } from '../remote.ts'

export async function readUrl(aws: Aws, functionName: string): Promise<RemoteUrl | undefined> {
  const found = await aws.find('lambda:GetFunctionUrlConfig', {
    FunctionName: functionName,
    Qualifier: ALIAS,
  })
  if (found?.FunctionUrl === undefined) return undefined
  return {
    url: found.FunctionUrl,
    auth: found.AuthType ?? '',
    streaming: found.InvokeMode === 'RESPONSE_STREAM',
    cors: corsOf(found.Cors),
  }
}

export async function readStatements(aws: Aws, functionName: string): Promise<Statement[]> {
  const found = await aws.find('lambda:GetPolicy', { FunctionName: functionName, Qualifier: ALIAS })
  if (found?.Policy === undefined) return []
  return (JSON.parse(found.Policy) as { Statement: Statement[] }).Statement
}

/**
 * APIs with a function's name; whether they are ours, their tags say.
 *
 * @param isKnown answers whether a description already says what is inside
 */
export async function readApis(
  aws: Aws,
  functionName: string,
  isKnown: (description: string) => boolean,
): Promise<RemoteApi[]> {
  const apis = await pages(async (NextToken) => {
    const page = await aws.call('apigateway:GetApis', { NextToken })
    return { items: page.Items, next: page.NextToken }
  })
  const named = apis.filter((api) => api.Name === functionName && api.ProtocolType === 'HTTP')
  return Promise.all(
    named.map(async (api) => ({
      id: api.ApiId!,
      endpoint: api.ApiEndpoint!,
      description: api.Description ?? '',
      tags: api.Tags ?? {},
      cors: corsOf(api.CorsConfiguration),
      created: api.CreatedDate?.toISOString() ?? '',
      inside: isKnown(api.Description ?? '') ? undefined : await readInside(aws, api.ApiId!),
    })),
  )
}

async function readInside(aws: Aws, ApiId: string): Promise<RemoteApiInside> {
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
      issuer: found.JwtConfiguration?.Issuer ?? '',
      audience: found.JwtConfiguration?.Audience ?? [],
      identitySource: found.IdentitySource?.[0] ?? '',
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
    })),
  }
}

function corsOf(found: ApiCors | UrlCors | undefined): CorsSettings | undefined {
  if (found === undefined || Object.values(found).every(isEmpty)) return undefined
  return {
    origins: found.AllowOrigins ?? [],
    methods: found.AllowMethods ?? [],
    headers: found.AllowHeaders ?? [],
    exposeHeaders: found.ExposeHeaders ?? [],
    credentials: found.AllowCredentials ?? false,
    maxAge: found.MaxAge ?? 0,
  }
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === false || value === 0 || (Array.isArray(value) && !value.length)
  )
}
