import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'
import type { Reading } from '../../converge/resource.ts'
import { OcheError } from '../../../core/errors.ts'
import { corsOf } from '../cors.ts'
import type { ApiEndpoint, CorsSettings } from '../endpoint.ts'
import { descriptionOf, insideDigest } from './inside.ts'

export interface RemoteApi {
  id: string
  endpoint: string
  description: string
  tags: Readonly<Record<string, string>>
  cors: CorsSettings | undefined
  created: string
  /** Undefined where the API's description says that it is as desired. */
  inside: Inside | undefined
}

/** What an API holds. */
export interface Inside {
  integrations: readonly { id: string; uri: string; payloadFormat: string }[]
  authorizers: readonly RemoteAuthorizer[]
  routes: readonly RemoteRoute[]
  stages: readonly { name: string; autoDeploy: boolean }[]
}

export interface RemoteAuthorizer {
  id: string
  name: string
  issuer: string
  audience: readonly string[]
  identitySource: string
}

export interface RemoteRoute {
  id: string
  key: string
  target: string | undefined
  auth: string
  authorizerId: string | undefined
  scopes: readonly string[]
}

/** APIs with the function's name; whether they are ours, their tags say. */
export async function readApis(reading: Reading<ApiEndpoint | undefined>): Promise<RemoteApi[]> {
  const { aws, place, wanted, mayExist, thorough, isRemoval, function: fn } = reading
  if (wanted === undefined && !mayExist) return []
  const settled = wanted && descriptionOf(insideDigest(place, wanted))
  const isKnown = (text: string) => wanted === undefined || (!thorough && text === settled)
  try {
    return await readNamed(aws, place.function, isKnown)
  } catch (thrown) {
    // An API is made only after the function's tag has said so, and goes before the function:
    // whoever may not look at APIs has none where there is no function.
    const isDenied = thrown instanceof OcheError && thrown.code === 'ACCESS_DENIED'
    if (isDenied && isRemoval && fn === undefined) return []
    throw thrown
  }
}

/** @param isKnown answers whether a description already says what is inside */
async function readNamed(
  aws: Aws,
  name: string,
  isKnown: (description: string) => boolean,
): Promise<RemoteApi[]> {
  const apis = await pages(async (NextToken) => {
    const page = await aws.call('apigateway:GetApis', { NextToken })
    return { items: page.Items, next: page.NextToken }
  })
  const named = apis.filter((api) => api.Name === name && api.ProtocolType === 'HTTP')
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

async function readInside(aws: Aws, ApiId: string): Promise<Inside> {
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
