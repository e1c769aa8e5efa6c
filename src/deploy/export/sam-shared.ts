import { invocationArn, logGroupArn } from '../names.ts'
import { authorizerName } from '../resources/application/authorizer-name.ts'
import type { Tags } from '../model/place.ts'
import type { AccessLogs } from '../resources/application/access-logs.ts'
import { ACCESS_LOG_FORMAT } from '../resources/application/stage.ts'
import type { Part, WantedApi } from '../resources/application/source.ts'
import { authorizersOf } from './authorizers.ts'
import type { Exported, ExportedShared, SharedParts } from './exported.ts'
import { ACCOUNT } from './references.ts'
import {
  aliasRef,
  corsProperties,
  hasTags,
  numbered,
  tagList,
  type Resource,
} from './sam-common.ts'
import {
  certificateResources,
  domainOutputs,
  domainResources,
  recordResources,
} from './sam-domain.ts'
import { LOG_GROUP, REST_LOG_GROUP, SHARED, STAGE } from './sam-ids.ts'
import { restOutputs, restResources } from './sam-rest.ts'

/** A function's integration; its routes come with the API. */
export function partResources({ desired: { id, wants } }: Exported): Resource {
  if (wants.httpApi === undefined) return {}
  return {
    [`${id}Integration`]: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: SHARED },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: aliasRef(id),
        PayloadFormatVersion: wants.httpApi.payloadFormat,
      },
    },
  }
}

export function sharedResources(shared: ExportedShared): Resource {
  return Object.assign({}, ...Object.values(parts).map((part) => part(shared))) as Resource
}

const parts: SharedParts<Resource> = {
  accessLogs: ({ wants, tags }) => logGroupResource(LOG_GROUP, wants.accessLogs, tags),
  restAccessLogs: ({ wants, tags }) => logGroupResource(REST_LOG_GROUP, wants.restAccessLogs, tags),
  restApi: restResources,
  httpApi: (shared) => {
    const api = shared.wants.httpApi
    return api === undefined ? {} : apiResources(api, shared)
  },
  domain: domainResources,
  certificate: certificateResources,
  records: recordResources,
}

function logGroupResource(id: string, wanted: AccessLogs | undefined, tags: Tags): Resource {
  if (wanted === undefined) return {}
  const { name, retentionDays } = wanted
  return {
    [id]: {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        LogGroupName: name,
        ...(retentionDays !== undefined && { RetentionInDays: retentionDays }),
        ...(hasTags(tags) && { Tags: tagList(tags) }),
      },
    },
  }
}

function apiResources(api: WantedApi, { tags, idOf }: ExportedShared): Resource {
  const authorizers = authorizersOf(api)
  return {
    [SHARED]: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        Name: api.name,
        ProtocolType: 'HTTP',
        ...(api.cors && { CorsConfiguration: corsProperties(api.cors) }),
        ...(hasTags(tags) && { Tags: tags }),
      },
    },
    ...numbered(`${SHARED}Authorizer`, [...authorizers].map(authorizerResource)),
    ...Object.assign({}, ...api.parts.map((part) => routesOf(part, idOf, [...authorizers.keys()]))),
    [STAGE]: stageResource(api),
  }
}

function authorizerResource([name, { auth, authorizerAlias }]: readonly [string, Part]): Resource {
  return {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: { ApiId: { Ref: SHARED }, Name: name, ...settings() },
  }

  function settings(): Resource {
    if (typeof auth === 'string') return {}
    if (auth.type === 'jwt') {
      return {
        AuthorizerType: 'JWT',
        IdentitySource: [auth.identitySource],
        JwtConfiguration: { Issuer: auth.issuer, Audience: auth.audience },
      }
    }
    return {
      AuthorizerType: 'REQUEST',
      IdentitySource: auth.identitySource,
      AuthorizerUri: invocationArn(ACCOUNT, authorizerAlias!),
      AuthorizerPayloadFormatVersion: auth.payloadFormat,
      EnableSimpleResponses: auth.payloadFormat === '2.0' && auth.simpleResponses,
      AuthorizerResultTtlInSeconds: auth.identitySource.length === 0 ? 0 : auth.ttl,
    }
  }
}

function routesOf(part: Part, idOf: (name: string) => string, names: string[]): Resource {
  const { auth } = part
  const id = idOf(part.function)
  const asked = names.indexOf(authorizerName(part) ?? '') + 1
  return numbered(
    `${id}Route`,
    part.routes.map((key) => ({
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: SHARED },
        RouteKey: key,
        Target: { 'Fn::Sub': `integrations/\${${id}Integration}` },
        ...(typeof auth === 'string'
          ? { AuthorizationType: auth }
          : {
              AuthorizationType: auth.type === 'jwt' ? 'JWT' : 'CUSTOM',
              AuthorizerId: { Ref: `${SHARED}Authorizer${asked}` },
              ...(auth.type === 'jwt' && { AuthorizationScopes: auth.scopes }),
            }),
      },
    })),
  )
}

function stageResource({ stage, throttling, accessLogs }: WantedApi): Resource {
  return {
    Type: 'AWS::ApiGatewayV2::Stage',
    ...(accessLogs !== undefined && { DependsOn: LOG_GROUP }),
    Properties: {
      ApiId: { Ref: SHARED },
      StageName: stage,
      AutoDeploy: true,
      ...(throttling && {
        DefaultRouteSettings: {
          ThrottlingRateLimit: throttling.rate,
          ThrottlingBurstLimit: throttling.burst,
        },
      }),
      ...(accessLogs !== undefined && {
        AccessLogSettings: {
          DestinationArn: logGroupArn(ACCOUNT, accessLogs),
          Format: ACCESS_LOG_FORMAT,
        },
      }),
    },
  }
}

/** Where the APIs answer, and what the DNS of their domain has to lead to. */
export function sharedOutputs(shared: ExportedShared): Resource {
  return { ...httpOutputs(shared), ...restOutputs(shared), ...domainOutputs(shared) }
}

function httpOutputs({ wants: { httpApi } }: ExportedShared): Resource {
  if (httpApi === undefined) return {}
  const endpoint = { 'Fn::GetAtt': [SHARED, 'ApiEndpoint'] }
  const { stage } = httpApi
  return {
    [`${SHARED}Endpoint`]: {
      // A named stage is the first part of the path.
      Value: stage === '$default' ? endpoint : { 'Fn::Join': ['', [endpoint, '/', stage, '/']] },
    },
  }
}
