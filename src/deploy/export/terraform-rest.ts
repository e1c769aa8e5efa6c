import { logGroupArn } from '../names.ts'
import { ACCESS_LOG_FORMAT } from '../resources/application/stage.ts'
import type { AuthorizerSettings } from '../resources/rest-api/authorizers.ts'
import { integrationInput, type WantedMethod } from '../resources/rest-api/methods.ts'
import { RESPONSE_TYPES } from '../resources/rest-api/gateway-responses.ts'
import { declared, MOCK, said } from '../resources/rest-api/preflights.ts'
import type { ExportedShared } from './exported.ts'
import { call, expression, type Attribute, type Block, type Value } from './hcl.ts'
import { uniqueIds } from './ids.ts'
import { ACCOUNT } from './references.ts'
import { authorizerNumber, exportedRestApi, type ExportedRestApi } from './rest-api.ts'
import { block, output, ref, resource, tagsOf } from './terraform-common.ts'
import { OWN, SHARED } from './terraform-ids.ts'
import { exportedUserPool, POOL_ID, POOL_REGION, type UserPool } from './user-pool.ts'

const REST_API = 'aws_api_gateway_rest_api'
const API: Attribute = ['rest_api_id', ref(REST_API, OWN, 'id')]

/** The REST API that functions share, piece by piece. */
export function restBlocks({ wants, tags, place, idOf }: ExportedShared): Block[] {
  if (wants.restApi === undefined) return []
  const exported = exportedRestApi(place, wants.restApi)
  const { api } = exported
  const labels = pathLabels(exported)
  const methods = exported.methods.map((method, index) => ({ method, suffix: `_${index + 1}` }))
  return [
    resource(REST_API, OWN, [
      ['name', api.name],
      ['binary_media_types', api.binaryMediaTypes.length > 0 ? api.binaryMediaTypes : undefined],
      ['tags', tagsOf({ tags })],
      block('endpoint_configuration', [['types', ['REGIONAL']]]),
    ]),
    ...exported.authorizers.map((input, index) =>
      resource('aws_api_gateway_authorizer', OWN, authorizerBody(input), `_${index + 1}`),
    ),
    ...exported.paths.map(({ path, parent, part }) =>
      resource(
        'aws_api_gateway_resource',
        OWN,
        [API, ['parent_id', at(parent, labels)], ['path_part', part]],
        labels(path),
      ),
    ),
    ...methods.flatMap(({ method, suffix }) => [
      resource('aws_api_gateway_method', OWN, methodBody(exported, method, labels), suffix),
      resource(
        'aws_api_gateway_integration',
        OWN,
        integrationBody(method, suffix, idOf(method.part.function)),
        suffix,
      ),
    ]),
    ...preflightBlocks(exported, labels),
    ...refusalBlocks(exported),
    deploymentBlock(
      exported,
      methods.map(({ suffix }) => suffix),
    ),
    ...stageBlocks(exported),
    output('shared_rest_api_endpoint', ref('aws_api_gateway_stage', OWN, 'invoke_url')),
  ]
}

function authorizerBody(input: AuthorizerSettings): Block['body'] {
  const { name, type, authorizerUri, identitySource, issuer } = input
  const { authorizerResultTtlInSeconds: ttl } = input
  return [
    API,
    ['name', name],
    ['type', type],
    ['authorizer_uri', authorizerUri],
    // The provider's own default is a header.
    ['identity_source', identitySource],
    ['provider_arns', issuer === undefined ? undefined : [poolArn(exportedUserPool(issuer))]],
    ['authorizer_result_ttl_in_seconds', ttl],
  ]
}

function poolArn(pool: UserPool): Value {
  if ('arn' in pool) return pool.arn
  const { issuer } = pool
  const { region, id } = { region: pieceOf(issuer, POOL_REGION), id: pieceOf(issuer, POOL_ID) }
  const { partition, id: account } = ACCOUNT
  const name = call('join', ['/', ['userpool', id]])
  return call('join', [':', ['arn', partition, 'cognito-idp', region, account, name]])
}

function pieceOf(text: string, { separator, index }: { separator: string; index: number }) {
  return call('split', [separator, text], index)
}

/** What stands behind the labels of paths below the root. */
function pathLabels({ paths }: ExportedRestApi): (path: string) => string {
  return uniqueIds(
    paths.map(({ path }) => path),
    (path) =>
      `_${path
        .replaceAll(/[^A-Za-z0-9]+/g, ' ')
        .trim()
        .replaceAll(' ', '_')}`,
  )
}

function at(path: string, labels: (path: string) => string): Value {
  if (path === '/') return ref(REST_API, OWN, 'root_resource_id')
  return ref('aws_api_gateway_resource', OWN, 'id', labels(path))
}

function methodBody(
  exported: ExportedRestApi,
  method: WantedMethod,
  labels: (path: string) => string,
): Block['body'] {
  const asked = authorizerNumber(exported, method)
  return [
    API,
    ['resource_id', at(method.path, labels)],
    ['http_method', method.method],
    ['authorization', method.auth],
    [
      'authorizer_id',
      asked === undefined ? undefined : ref('aws_api_gateway_authorizer', OWN, 'id', `_${asked}`),
    ],
    ['authorization_scopes', method.scopes.length > 0 ? method.scopes : undefined],
  ]
}

function integrationBody(method: WantedMethod, suffix: string, id: string): Block['body'] {
  const { type, integrationHttpMethod, uri, timeoutInMillis, responseTransferMode } =
    integrationInput(method)
  return [
    API,
    ['resource_id', ref('aws_api_gateway_method', OWN, 'resource_id', suffix)],
    ['http_method', ref('aws_api_gateway_method', OWN, 'http_method', suffix)],
    ['type', type],
    ['integration_http_method', integrationHttpMethod],
    ['uri', uri],
    ['timeout_milliseconds', timeoutInMillis],
    ['response_transfer_mode', responseTransferMode],
    // The alias is named by its ARN.
    ['depends_on', [expression(`aws_lambda_alias.${id}`)]],
  ]
}

const PREFLIGHT = '_preflight'
const REFUSAL = 'aws_api_gateway_gateway_response'

function preflightBlocks(exported: ExportedRestApi, labels: (path: string) => string): Block[] {
  return exported.preflights.flatMap(({ path, method, auth, answers }, index) => {
    const suffix = `${PREFLIGHT}_${index + 1}`
    const { statusCode, responseParameters } = declared(answers)
    const of = (type: string): Attribute[] => [
      API,
      ['resource_id', ref(type, OWN, 'resource_id', suffix)],
      ['http_method', ref(type, OWN, 'http_method', suffix)],
    ]
    const METHOD = 'aws_api_gateway_method'
    const RESPONSE = 'aws_api_gateway_method_response'
    return [
      resource(
        METHOD,
        OWN,
        [API, ['resource_id', at(path, labels)], ['http_method', method], ['authorization', auth]],
        suffix,
      ),
      resource(
        RESPONSE,
        OWN,
        [...of(METHOD), ['status_code', statusCode], ['response_parameters', responseParameters]],
        suffix,
      ),
      resource(
        'aws_api_gateway_integration',
        OWN,
        [
          ...of(METHOD),
          ['type', MOCK.type],
          ['content_handling', MOCK.contentHandling],
          ['request_templates', MOCK.requestTemplates],
        ],
        suffix,
      ),
      resource(
        'aws_api_gateway_integration_response',
        OWN,
        [
          ...of('aws_api_gateway_integration'),
          ['status_code', ref(RESPONSE, OWN, 'status_code', suffix)],
          ['response_parameters', said(answers).responseParameters],
        ],
        suffix,
      ),
    ]
  })
}

function refusalBlocks({ refusals }: ExportedRestApi): Block[] {
  if (Object.keys(refusals).length === 0) return []
  return RESPONSE_TYPES.map((type) =>
    resource(
      REFUSAL,
      OWN,
      [API, ['response_type', type], ['response_parameters', refusals]],
      refusalSuffix(type),
    ),
  )
}

function refusalSuffix(type: (typeof RESPONSE_TYPES)[number]): string {
  return `_${type.toLowerCase()}`
}

/** What is written serves once it is deployed: another digest is another deployment. */
function deploymentBlock(
  { digest, preflights, refusals }: ExportedRestApi,
  suffixes: readonly string[],
): Block {
  const answered = preflights.map((_, index) => `${PREFLIGHT}_${index + 1}`)
  const isSaid = Object.keys(refusals).length > 0
  return resource('aws_api_gateway_deployment', OWN, [
    API,
    ['triggers', { redeployment: digest }],
    [
      'depends_on',
      [
        ...suffixes.map((suffix) => `aws_api_gateway_integration.${SHARED}${suffix}`),
        ...answered.map((suffix) => `aws_api_gateway_integration_response.${SHARED}${suffix}`),
        ...(isSaid
          ? RESPONSE_TYPES.map((type) => `${REFUSAL}.${SHARED}${refusalSuffix(type)}`)
          : []),
      ].map((text) => expression(text)),
    ],
    block('lifecycle', [['create_before_destroy', true]]),
  ])
}

function stageBlocks({ api: { stage, throttling, accessLogs } }: ExportedRestApi): Block[] {
  return [
    resource('aws_api_gateway_stage', OWN, [
      API,
      ['deployment_id', ref('aws_api_gateway_deployment', OWN, 'id')],
      ['stage_name', stage],
      [
        'depends_on',
        accessLogs === undefined
          ? undefined
          : [expression(`aws_cloudwatch_log_group.${SHARED}_rest`)],
      ],
      ...(accessLogs === undefined
        ? []
        : [
            block('access_log_settings', [
              ['destination_arn', logGroupArn(ACCOUNT, accessLogs)],
              ['format', ACCESS_LOG_FORMAT],
            ]),
          ]),
    ]),
    ...(throttling === undefined
      ? []
      : [
          resource('aws_api_gateway_method_settings', OWN, [
            API,
            ['stage_name', ref('aws_api_gateway_stage', OWN, 'stage_name')],
            ['method_path', '*/*'],
            block('settings', [
              ['throttling_rate_limit', throttling.rate],
              ['throttling_burst_limit', throttling.burst],
            ]),
          ]),
        ]),
  ]
}
