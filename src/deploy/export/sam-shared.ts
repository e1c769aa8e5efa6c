import { invocationArn, logGroupArn } from '../names.ts'
import { authorizerName } from '../resources/application/authorizer-name.ts'
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

/** Id of the API that functions share; what belongs to it has this before its own. */
export const SHARED = 'SharedApi'

const STAGE = `${SHARED}Stage`
const DOMAIN = `${SHARED}Domain`
const LOG_GROUP = `${SHARED}LogGroup`

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
  accessLogs: ({ wants: { accessLogs }, tags }) => {
    if (accessLogs === undefined) return {}
    const { name, retentionDays } = accessLogs
    return {
      [LOG_GROUP]: {
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
  },
  // Functions with a part in a REST API are refused before.
  restAccessLogs: () => ({}),
  restApi: () => ({}),
  httpApi: (shared) => {
    const api = shared.wants.httpApi
    return api === undefined ? {} : apiResources(api, shared)
  },
  domain: ({ wants: { domain }, tags }) => {
    if (domain === undefined) return {}
    const { name, certificate, basePath } = domain
    const isMade = certificate !== undefined
    return {
      ...(isMade && {
        [DOMAIN]: {
          Type: 'AWS::ApiGatewayV2::DomainName',
          Properties: {
            DomainName: name,
            DomainNameConfigurations: [
              {
                CertificateArn: certificate,
                EndpointType: 'REGIONAL',
                SecurityPolicy: 'TLS_1_2',
              },
            ],
            ...(hasTags(tags) && { Tags: tags }),
          },
        },
      }),
      [`${SHARED}ApiMapping`]: {
        Type: 'AWS::ApiGatewayV2::ApiMapping',
        Properties: {
          ApiId: { Ref: SHARED },
          DomainName: isMade ? { Ref: DOMAIN } : name,
          Stage: { Ref: STAGE },
          ...(basePath !== undefined && { ApiMappingKey: basePath }),
        },
      },
    }
  },
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

/** Where the API answers, and what the DNS of its domain has to lead to. */
export function sharedOutputs({ wants: { httpApi, domain } }: ExportedShared): Resource {
  if (httpApi === undefined) return {}
  const endpoint = { 'Fn::GetAtt': [SHARED, 'ApiEndpoint'] }
  const { stage } = httpApi
  return {
    [`${SHARED}Endpoint`]: {
      // A named stage is the first part of the path.
      Value: stage === '$default' ? endpoint : { 'Fn::Join': ['', [endpoint, '/', stage, '/']] },
    },
    ...(domain?.certificate !== undefined && {
      [`${DOMAIN}Target`]: { Value: { 'Fn::GetAtt': [DOMAIN, 'RegionalDomainName'] } },
    }),
  }
}
