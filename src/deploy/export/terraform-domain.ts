import type { ExportedShared } from './exported.ts'
import { expression, type Block, type Value } from './hcl.ts'
import { block, output, ref, resource, tagsOf } from './terraform-common.ts'
import { OWN, SHARED } from './terraform-ids.ts'

const DOMAIN = 'aws_apigatewayv2_domain_name'
const CONFIGURATION = `${DOMAIN}.${SHARED}.domain_name_configuration[0]`

/** A domain that is not there yet: one with a certificate, or a hosted zone by which one is issued. */
function isMade({ wants: { domain } }: ExportedShared): boolean {
  return domain?.certificate !== undefined || domain?.hostedZone !== undefined
}

export function domainBlocks(shared: ExportedShared): Block[] {
  const { domain } = shared.wants
  if (domain === undefined) return []
  const { name, certificate, basePath, gateway } = domain
  const isRest = gateway === 'rest'
  return [
    ...(isMade(shared)
      ? [
          resource(DOMAIN, OWN, [
            ['domain_name', name],
            ['tags', tagsOf(shared)],
            block('domain_name_configuration', [
              [
                'certificate_arn',
                certificate ?? ref('aws_acm_certificate_validation', OWN, 'certificate_arn'),
              ],
              ['endpoint_type', 'REGIONAL'],
              ['security_policy', 'TLS_1_2'],
            ]),
          ]),
        ]
      : []),
    resource('aws_apigatewayv2_api_mapping', OWN, [
      ['api_id', ref(isRest ? 'aws_api_gateway_rest_api' : 'aws_apigatewayv2_api', OWN, 'id')],
      ['domain_name', isMade(shared) ? ref(DOMAIN, OWN, 'id') : name],
      [
        'stage',
        isRest
          ? ref('aws_api_gateway_stage', OWN, 'stage_name')
          : ref('aws_apigatewayv2_stage', OWN, 'id'),
      ],
      ['api_mapping_key', basePath],
    ]),
    ...(isMade(shared)
      ? [output(`${SHARED}_domain_target`, expression(`${CONFIGURATION}.target_domain_name`))]
      : []),
  ]
}

/** The certificate, the record by which it is issued, and the wait for it. */
export function certificateBlocks({ wants: { domain }, tags }: ExportedShared): Block[] {
  if (domain?.hostedZone === undefined || domain.certificate !== undefined) return []
  const option = `one(aws_acm_certificate.${SHARED}.domain_validation_options)`
  const told = (attribute: string): Value => expression(`${option}.${attribute}`)
  return [
    resource('aws_acm_certificate', OWN, [
      ['domain_name', domain.name],
      ['validation_method', 'DNS'],
      ['tags', tagsOf({ tags })],
      block('lifecycle', [['create_before_destroy', true]]),
    ]),
    resource(
      'aws_route53_record',
      OWN,
      [
        ['zone_id', domain.hostedZone],
        ['name', told('resource_record_name')],
        ['type', told('resource_record_type')],
        ['ttl', 300],
        ['records', [told('resource_record_value')]],
      ],
      '_validation',
    ),
    resource('aws_acm_certificate_validation', OWN, [
      ['certificate_arn', ref('aws_acm_certificate', OWN, 'arn')],
      ['validation_record_fqdns', [ref('aws_route53_record', OWN, 'fqdn', '_validation')]],
    ]),
  ]
}

export function recordBlocks({ wants: { records } }: ExportedShared): Block[] {
  if (records?.hostedZone === undefined) return []
  return ['A', 'AAAA'].map((type) =>
    resource(
      'aws_route53_record',
      OWN,
      [
        ['zone_id', records.hostedZone],
        ['name', records.name],
        ['type', type],
        block('alias', [
          ['name', expression(`${CONFIGURATION}.target_domain_name`)],
          ['zone_id', expression(`${CONFIGURATION}.hosted_zone_id`)],
          ['evaluate_target_health', false],
        ]),
      ],
      `_${type.toLowerCase()}`,
    ),
  )
}
