import type { PolicyDocument } from '../model/policy.ts'
import type { CorsSettings } from '../resources/endpoint.ts'
import type { OwnRole } from '../resources/role/desire.ts'
import type { Wanted } from './exported.ts'
import { expression, type Attribute, type Block, type Expression, type Value } from './hcl.ts'

export function resource(
  type: string,
  { id }: Pick<Wanted, 'id'>,
  body: Block['body'],
  suffix: string = '',
): Block {
  return { block: 'resource', labels: [type, id + suffix], body }
}

export function ref(
  type: string,
  { id }: Pick<Wanted, 'id'>,
  attribute: string,
  suffix: string = '',
): Expression {
  return expression(`${type}.${id}${suffix}.${attribute}`)
}

export function block(name: string, body: Block['body']): Block {
  return { block: name, body }
}

export function tagsOf({ tags }: Pick<Wanted, 'tags'>): Value | undefined {
  return Object.keys(tags).length > 0 ? tags : undefined
}

/** The function's alias, as what belongs to it names that. */
export function onAlias(desired: Wanted): Attribute[] {
  return [
    ['function_name', ref('aws_lambda_function', desired, 'function_name')],
    ['qualifier', ref('aws_lambda_alias', desired, 'name')],
  ]
}

export function output(name: string, value: Expression): Block {
  return { block: 'output', labels: [name], body: [['value', value]] }
}

export function corsBody(cors: CorsSettings): Attribute[] {
  return [
    ['allow_origins', cors.origins],
    ['allow_methods', cors.methods],
    ['allow_headers', cors.headers.length > 0 ? cors.headers : undefined],
    ['expose_headers', cors.exposeHeaders.length > 0 ? cors.exposeHeaders : undefined],
    ['allow_credentials', cors.credentials],
    ['max_age', cors.maxAge],
  ]
}

/** @param name undefined: one that Terraform makes */
export function roleBlocks(
  desired: Wanted,
  role: OwnRole,
  name: string | undefined,
  suffix: string = '',
): Block[] {
  const roleRef = ref('aws_iam_role', desired, 'name', suffix)
  return [
    resource(
      'aws_iam_role',
      desired,
      [
        ['name', name],
        ['assume_role_policy', policyText(role.trust)],
        ['permissions_boundary', role.boundary],
        ['tags', tagsOf(desired)],
      ],
      suffix,
    ),
    ...role.managed.map((arn, index) =>
      resource(
        'aws_iam_role_policy_attachment',
        desired,
        [
          ['role', roleRef],
          ['policy_arn', arn],
        ],
        `${suffix}_${index + 1}`,
      ),
    ),
    ...(role.inline === undefined
      ? []
      : [
          resource(
            'aws_iam_role_policy',
            desired,
            [
              ['name', 'oche'],
              ['role', roleRef],
              ['policy', policyText(role.inline)],
            ],
            suffix,
          ),
        ]),
  ]
}

function policyText(document: PolicyDocument): string {
  return JSON.stringify(document)
}
