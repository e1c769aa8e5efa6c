import { invocationArn, logGroupArn } from '../names.ts'
import { authorizerName } from '../resources/application/authorizer-name.ts'
import type { Tags } from '../model/place.ts'
import type { AccessLogs } from '../resources/application/access-logs.ts'
import { ACCESS_LOG_FORMAT } from '../resources/application/stage.ts'
import type { Part, WantedApi } from '../resources/application/source.ts'
import { authorizersOf } from './authorizers.ts'
import type { Exported, ExportedShared, SharedParts } from './exported.ts'
import { expression, type Attribute, type Block } from './hcl.ts'
import { ACCOUNT } from './references.ts'
import { block, corsBody, output, ref, resource, tagsOf } from './terraform-common.ts'
import { certificateBlocks, domainBlocks, recordBlocks } from './terraform-domain.ts'
import { OWN, SHARED } from './terraform-ids.ts'
import { restBlocks } from './terraform-rest.ts'

const API: Attribute = ['api_id', ref('aws_apigatewayv2_api', OWN, 'id')]

/** A function's integration; its routes come with the API. */
export function partBlocks({ desired }: Exported): Block[] {
  const { httpApi } = desired.wants
  if (httpApi === undefined) return []
  return [
    resource('aws_apigatewayv2_integration', desired, [
      API,
      ['integration_type', 'AWS_PROXY'],
      ['integration_uri', ref('aws_lambda_alias', desired, 'arn')],
      ['payload_format_version', httpApi.payloadFormat],
    ]),
  ]
}

export function sharedBlocks(shared: ExportedShared): Block[] {
  return Object.values(parts).flatMap((part) => part(shared))
}

const parts: SharedParts<Block[]> = {
  accessLogs: ({ wants, tags }) => logGroupBlocks('', wants.accessLogs, tags),
  restAccessLogs: ({ wants, tags }) => logGroupBlocks('_rest', wants.restAccessLogs, tags),
  restApi: restBlocks,
  httpApi: (shared) => {
    const api = shared.wants.httpApi
    return api === undefined ? [] : apiBlocks(api, shared)
  },
  domain: domainBlocks,
  certificate: certificateBlocks,
  records: recordBlocks,
}

function logGroupBlocks(suffix: string, wanted: AccessLogs | undefined, tags: Tags): Block[] {
  if (wanted === undefined) return []
  const body: Block['body'] = [
    ['name', wanted.name],
    ['retention_in_days', wanted.retentionDays],
    ['tags', tagsOf({ tags })],
  ]
  return [resource('aws_cloudwatch_log_group', OWN, body, suffix)]
}

function apiBlocks(api: WantedApi, { tags, idOf }: ExportedShared): Block[] {
  const authorizers = authorizersOf(api)
  const names = [...authorizers.keys()]
  return [
    resource('aws_apigatewayv2_api', OWN, [
      ['name', api.name],
      ['protocol_type', 'HTTP'],
      ['tags', tagsOf({ tags })],
      ...(api.cors ? [block('cors_configuration', corsBody(api.cors))] : []),
    ]),
    ...[...authorizers].map(([name, part], index) =>
      resource(
        'aws_apigatewayv2_authorizer',
        OWN,
        [API, ['name', name], ...authorizerBody(part)],
        `_${index + 1}`,
      ),
    ),
    ...api.parts.flatMap((part) => routeBlocks(part, idOf(part.function), names)),
    stageBlock(api),
    output(`${SHARED}_endpoint`, ref('aws_apigatewayv2_stage', OWN, 'invoke_url')),
  ]
}

function authorizerBody({ auth, authorizerAlias }: Part): Block['body'] {
  if (typeof auth === 'string') return []
  if (auth.type === 'jwt') {
    return [
      ['authorizer_type', 'JWT'],
      ['identity_sources', [auth.identitySource]],
      block('jwt_configuration', [
        ['issuer', auth.issuer],
        ['audience', auth.audience],
      ]),
    ]
  }
  const { identitySource, payloadFormat, simpleResponses, ttl } = auth
  return [
    ['authorizer_type', 'REQUEST'],
    ['identity_sources', identitySource],
    ['authorizer_uri', invocationArn(ACCOUNT, authorizerAlias!)],
    ['authorizer_payload_format_version', payloadFormat],
    ['enable_simple_responses', payloadFormat === '2.0' && simpleResponses],
    ['authorizer_result_ttl_in_seconds', identitySource.length === 0 ? 0 : ttl],
  ]
}

function routeBlocks(part: Part, id: string, authorizers: readonly string[]): Block[] {
  return part.routes.map((key, index) =>
    resource(
      'aws_apigatewayv2_route',
      { id },
      [
        API,
        ['route_key', key],
        ['target', expression(`"integrations/\${aws_apigatewayv2_integration.${id}.id}"`)],
        ...routeAuthorization(part, authorizers),
      ],
      `_${index + 1}`,
    ),
  )
}

function routeAuthorization(part: Part, authorizers: readonly string[]): Attribute[] {
  const { auth } = part
  if (typeof auth === 'string') return [['authorization_type', auth]]
  const number = authorizers.indexOf(authorizerName(part) ?? '') + 1
  const scopes = auth.type === 'jwt' && auth.scopes.length > 0 ? auth.scopes : undefined
  return [
    ['authorization_type', auth.type === 'jwt' ? 'JWT' : 'CUSTOM'],
    ['authorizer_id', ref('aws_apigatewayv2_authorizer', OWN, 'id', `_${number}`)],
    ['authorization_scopes', scopes],
  ]
}

function stageBlock({ stage, throttling, accessLogs }: WantedApi): Block {
  return resource('aws_apigatewayv2_stage', OWN, [
    API,
    ['name', stage],
    ['auto_deploy', true],
    [
      'depends_on',
      accessLogs === undefined ? undefined : [expression(`aws_cloudwatch_log_group.${SHARED}`)],
    ],
    ...(throttling
      ? [
          block('default_route_settings', [
            ['throttling_rate_limit', throttling.rate],
            ['throttling_burst_limit', throttling.burst],
          ]),
        ]
      : []),
    ...(accessLogs === undefined
      ? []
      : [
          block('access_log_settings', [
            ['destination_arn', logGroupArn(ACCOUNT, accessLogs)],
            ['format', ACCESS_LOG_FORMAT],
          ]),
        ]),
  ])
}
