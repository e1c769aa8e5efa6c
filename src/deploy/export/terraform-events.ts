import type { Mapping } from '../resources/mappings/desire.ts'
import type { Exported, Wanted } from './exported.ts'
import { expression, type Block, type Value } from './hcl.ts'
import { block, onAlias, ref, resource, roleBlocks, tagsOf } from './terraform-common.ts'
import { SHARED } from './terraform-ids.ts'

/** Ends of the labels of what belongs to schedules. */
export const SCHEDULES = '_schedules'

/** Who calls the alias. */
export function callerBlocks({ desired }: Exported): Block[] {
  return desired.wants.permissions.flatMap((caller, index): Block[] => {
    if (typeof caller === 'object') {
      const { sid, service, sourceArn, account } = caller
      const body: Block['body'] = [
        ['statement_id', sid],
        ['principal', service],
        ['action', 'lambda:InvokeFunction'],
        ['source_arn', sourceArn],
        ['source_account', account],
      ]
      return [permission(`_caller_${index + 1}`, body)]
    }
    switch (caller) {
      case 'anybody':
        return [
          permission('_url', [
            ['principal', '*'],
            ['statement_id', 'OcheUrlPublicAccess'],
            ['action', 'lambda:InvokeFunctionUrl'],
            ['function_url_auth_type', 'NONE'],
          ]),
          permission('_invoke', [
            ['principal', '*'],
            ['statement_id', 'OcheUrlInvokePublicAccess'],
            ['action', 'lambda:InvokeFunction'],
            ['invoked_via_function_url', true],
          ]),
        ]
      case 'signed':
        return []
      case 'http-api':
        return [permission('_api', apiCaller(HTTP_API, '*/*'))]
      case 'authorizers of http-api':
        return [permission('_authorizer', apiCaller(HTTP_API, 'authorizers/*'))]
      case 'rest':
        return [permission('_rest', apiCaller(REST_API, '*/*'))]
      case 'authorizers of rest':
        return [permission('_rest_authorizer', apiCaller(REST_API, 'authorizers/*'))]
    }
  })

  function permission(suffix: string, body: Block['body']): Block {
    return resource('aws_lambda_permission', desired, [...onAlias(desired), ...body], suffix)
  }
}

/** Of topics and rules, whose events are lost until they are let call. */
function eventCallers({ id, wants }: Wanted): Value {
  return wants.permissions.flatMap((caller, index) =>
    typeof caller === 'object'
      ? [expression(`aws_lambda_permission.${id}_caller_${index + 1}`)]
      : [],
  )
}

const HTTP_API = 'aws_apigatewayv2_api'
const REST_API = 'aws_api_gateway_rest_api'

function apiCaller(type: string, path: string): Block['body'] {
  return [
    ['principal', 'apigateway.amazonaws.com'],
    ['action', 'lambda:InvokeFunction'],
    ['source_arn', expression(`"\${${type}.${SHARED}.execution_arn}/${path}"`)],
  ]
}

function numbered(type: string, desired: Wanted, bodies: readonly Block['body'][]): Block[] {
  return bodies.map((body, index) => resource(type, desired, body, `_${index + 1}`))
}

export function topicBlocks({ desired }: Exported): Block[] {
  const bodies = desired.wants.topics.map(
    ({ arn, subscription: { filter, scope } }): Block['body'] => [
      ['topic_arn', arn],
      ['protocol', 'lambda'],
      ['endpoint', ref('aws_lambda_alias', desired, 'arn')],
      ['filter_policy_scope', filter === undefined ? undefined : scope],
      ['filter_policy', filter === undefined ? undefined : JSON.stringify(filter)],
      ['depends_on', eventCallers(desired)],
    ],
  )
  return numbered('aws_sns_topic_subscription', desired, bodies)
}

/** Terraform sets all that a bucket tells at once, also what others have set: see `left-out.ts`. */
export function bucketless(): Block[] {
  return []
}

export function ruleBlocks({ desired }: Exported): Block[] {
  const { rules } = desired.wants
  return [
    ...numbered(
      'aws_cloudwatch_event_rule',
      desired,
      rules.map(({ name, bus, pattern, enabled }) => [
        ['name', name],
        ['event_bus_name', bus],
        ['event_pattern', JSON.stringify(pattern)],
        ['state', enabled ? 'ENABLED' : 'DISABLED'],
        ['tags', tagsOf(desired)],
      ]),
    ),
    ...numbered(
      'aws_cloudwatch_event_target',
      desired,
      rules.map(({ bus }, index) => [
        ['rule', ref('aws_cloudwatch_event_rule', desired, 'name', `_${index + 1}`)],
        ['event_bus_name', bus],
        ['target_id', 'live'],
        ['arn', ref('aws_lambda_alias', desired, 'arn')],
        ['depends_on', eventCallers(desired)],
      ]),
    ),
  ]
}

export function mappingBlocks({ desired }: Exported): Block[] {
  const bodies = desired.wants.mappings.map((mapping) => mappingBody(desired, mapping))
  return numbered('aws_lambda_event_source_mapping', desired, bodies)
}

function mappingBody(desired: Wanted, { source, startingPosition, settings }: Mapping) {
  const { filter, maxConcurrency, parallelism, onFailure, partialFailures } = settings
  const { role } = desired.wants
  const isOwn = role.type === 'own' && role.inline !== undefined
  return [
    ['function_name', ref('aws_lambda_alias', desired, 'arn')],
    ['event_source_arn', source],
    ['enabled', settings.enabled],
    ['batch_size', settings.batchSize],
    ['maximum_batching_window_in_seconds', settings.window],
    ['function_response_types', partialFailures ? ['ReportBatchItemFailures'] : undefined],
    ['starting_position', startingPosition],
    ['parallelization_factor', parallelism],
    ['maximum_retry_attempts', settings.retries],
    ['maximum_record_age_in_seconds', settings.maxAge],
    ['bisect_batch_on_function_error', settings.bisect],
    ['tags', tagsOf(desired)],
    // Lambda looks whether the role may read it.
    ['depends_on', isOwn ? [expression(`aws_iam_role_policy.${desired.id}`)] : undefined],
    ...(filter.length > 0
      ? [
          block(
            'filter_criteria',
            filter.map((one) => block('filter', [['pattern', JSON.stringify(one)]])),
          ),
        ]
      : []),
    ...(maxConcurrency === undefined
      ? []
      : [block('scaling_config', [['maximum_concurrency', maxConcurrency]])]),
    ...(onFailure === undefined
      ? []
      : [block('destination_config', [block('on_failure', [['destination_arn', onFailure]])])]),
  ] satisfies Block['body']
}

export function scheduleBlocks({ desired }: Exported): Block[] {
  const { all, role } = desired.wants.schedules
  if (all.length === 0) return []
  return [
    resource('aws_scheduler_schedule_group', desired, [
      ['name', desired.name],
      ['tags', tagsOf(desired)],
    ]),
    ...roleBlocks(desired, role, undefined, SCHEDULES),
    ...numbered(
      'aws_scheduler_schedule',
      desired,
      all.map(({ name, expression: when, timezone, input, enabled }) => [
        ['name', name],
        ['group_name', ref('aws_scheduler_schedule_group', desired, 'name')],
        ['schedule_expression', when],
        ['schedule_expression_timezone', timezone],
        ['state', enabled ? 'ENABLED' : 'DISABLED'],
        block('flexible_time_window', [['mode', 'OFF']]),
        block('target', [
          ['arn', ref('aws_lambda_alias', desired, 'arn')],
          ['role_arn', ref('aws_iam_role', desired, 'arn', SCHEDULES)],
          ['input', input],
        ]),
      ]),
    ),
  ]
}
