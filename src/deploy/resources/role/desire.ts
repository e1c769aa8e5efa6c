import type { FunctionConfig } from '../../../core/project.ts'
import { logGroupArn, logGroupName } from '../../names.ts'
import type { Place } from '../../model/place.ts'
import type { Source } from '../../converge/resource.ts'
import type { PolicyDocument } from '../../model/policy.ts'
import { asynchronousGrants } from '../asynchronous.ts'
import { sourceGrants } from '../events/grants.ts'

export type ExecutionRole = OwnRole | GivenRole

export interface OwnRole {
  type: 'own'
  description: string
  trust: PolicyDocument
  /** ARNs of managed policies. */
  managed: readonly string[]
  /** One inline policy with all statements, called `oche`. */
  inline: PolicyDocument | undefined
  boundary: string | undefined
}

interface GivenRole {
  type: 'given'
  arn: string
}

/** The service and nobody else: no caller of ours is a principal. */
const TRUST: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
}

export function desireRole(source: Source): ExecutionRole {
  const { fn } = source
  return fn.role === undefined ? ownRole(source) : { type: 'given', arn: fn.role }
}

function ownRole(source: Source): OwnRole {
  const { fn, place } = source
  const statements = [
    ...(fn.permissions === 'minimal' ? minimalStatements(fn, place) : []),
    ...sourceGrants(fn.events),
    ...asynchronousGrants(source),
    ...fileSystemGrants(fn),
    ...fn.policies.filter((policy) => typeof policy === 'object').flatMap(statementsOf),
  ]
  return {
    type: 'own',
    description: `Execution role of the function ${place.function}, made by oche`,
    trust: TRUST,
    managed: managedPolicies(fn, place.account.partition),
    inline: statements.length > 0 ? { Version: '2012-10-17', Statement: statements } : undefined,
    boundary: fn.permissionsBoundary,
  }
}

/** Mounting and writing, through these access points alone. */
function fileSystemGrants({ fileSystems }: FunctionConfig): Record<string, unknown>[] {
  if (fileSystems.length === 0) return []
  const points = fileSystems.map(({ arn }) => arn)
  return [
    {
      Effect: 'Allow',
      Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      Resource: '*',
      Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': points } },
    },
  ]
}

function managedPolicies(fn: FunctionConfig, partition: string): string[] {
  const aws = (name: string) => `arn:${partition}:iam::aws:policy/${name}`
  const basic = fn.permissions === 'basic'
  const found = [
    ...(basic ? [aws('service-role/AWSLambdaBasicExecutionRole')] : []),
    ...(basic && fn.vpc ? [aws('service-role/AWSLambdaVPCAccessExecutionRole')] : []),
    ...(fn.tracing ? [aws('AWSXRayDaemonWriteAccess')] : []),
    ...fn.policies.filter((policy) => typeof policy === 'string'),
  ]
  return [...new Set(found)]
}

/** The log group is made beforehand, so the function itself need not be able to. */
function minimalStatements(
  fn: FunctionConfig,
  { account, function: name }: Place,
): Record<string, unknown>[] {
  const logs = {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `${logGroupArn(account, logGroupName(name))}:*`,
  }
  // Network interfaces have no name of ours to be restricted to.
  const network = {
    Effect: 'Allow',
    Action: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    Resource: '*',
  }
  return fn.vpc ? [logs, network] : [logs]
}

/** A whole policy document, a single statement, or a list of them under `Statement`. */
function statementsOf(policy: Record<string, unknown>): Record<string, unknown>[] {
  const statement = policy['Statement']
  if (statement === undefined) return [policy]
  return Array.isArray(statement) ? statement : [statement as Record<string, unknown>]
}
