import { createHash } from 'node:crypto'
import { invokePaths } from '../contract/invoke-api.ts'

/** Where a deploy goes. */
export interface Account {
  /** `aws`, `aws-cn`, `aws-us-gov`: the first part of every ARN. */
  partition: string
  region: string
  id: string
}

/** The tags that say whose a resource is. There is no other record of what was deployed. */
export const ownershipTags = {
  project: 'oche:project',
  function: 'oche:function',
  region: 'oche:region',
  /** Of what was deployed with a stage. */
  stage: 'oche:stage',
  /** Of an API: the domains that may lead to it by a mapping of ours, see `recorded.ts`. */
  domain: 'oche:domain',
  /** Which of the other tags oche.yaml has, see `tagRecord`. */
  tags: 'oche:tags',
} as const

export const ALIAS = 'live'

/** Of roles, and of schedules and rules. */
const MAX_NAME = 64

/** Name of the role that is made for a function. */
export function roleName(functionName: string): string {
  return shortened(`${functionName}-role`)
}

/** Roles have no region: a second region's role has it in its name. */
export function regionalRoleName(functionName: string, region: string): string {
  return shortened(`${functionName}-role-${region}`)
}

/** Name of the role by which schedules call a function. */
export function scheduleRoleName(functionName: string, region: string): string {
  return shortened(`${functionName}-role-schedules-${region}`)
}

/** Schedules stand in a group of the function's, which has its name. */
export function scheduleName(functionName: string, number: number): string {
  return shortened(`${functionName}-${number}`)
}

/** Name of a rule of EventBridge's. */
export function ruleName(functionName: string, number: number): string {
  return shortened(`${functionName}-${number}`)
}

/** Of a rule; the default bus has no name there. */
export function ruleArn({ partition, region, id }: Account, bus: string, rule: string): string {
  const path = bus === 'default' ? rule : `${bus}/${rule}`
  return `arn:${partition}:events:${region}:${id}:rule/${path}`
}

export function bucketArn({ partition }: Account, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`
}

/** The same short name each time, and not another function's. */
function shortened(name: string): string {
  if (name.length <= MAX_NAME) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, MAX_NAME - 9)}-${hash}`
}

export function logGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`
}

/** Of the lines that an API writes of its requests. */
export function accessLogGroupName(apiName: string, gateway: string): string {
  return `/aws/apigateway/${apiName}-${gateway}`
}

export function bucketName({ id, region }: Account): string {
  return `oche-${id}-${region}`
}

export function roleArn({ partition, id }: Account, name: string): string {
  return `arn:${partition}:iam::${id}:role/${name}`
}

export function functionArn({ partition, region, id }: Account, name: string): string {
  return `arn:${partition}:lambda:${region}:${id}:function:${name}`
}

export function logGroupArn({ partition, region, id }: Account, name: string): string {
  return `arn:${partition}:logs:${region}:${id}:log-group:${name}`
}

export function apiArn({ partition, region }: Account, apiId: string): string {
  return `arn:${partition}:apigateway:${region}::/apis/${apiId}`
}

export function restApiArn({ partition, region }: Account, apiId: string): string {
  return `arn:${partition}:apigateway:${region}::/restapis/${apiId}`
}

export function scheduleGroupArn({ partition, region, id }: Account, name: string): string {
  return `arn:${partition}:scheduler:${region}:${id}:schedule-group/${name}`
}

/** What API Gateway is as a caller of a function: any stage, any route of this API. */
export function apiSourceArn({ partition, region, id }: Account, apiId: string): string {
  return `arn:${partition}:execute-api:${region}:${id}:${apiId}/*/*`
}

/** What API Gateway is as one that asks an authorizer: any authorizer of this API. */
export function authorizerSourceArn({ partition, region, id }: Account, apiId: string): string {
  return `arn:${partition}:execute-api:${region}:${id}:${apiId}/authorizers/*`
}

/** What an authorizer or a REST method calls a function by. */
export function invocationArn({ partition, region }: Account, lambdaArn: string): string {
  return `arn:${partition}:apigateway:${region}:lambda:path${invokePaths.invoke(lambdaArn)}`
}

/** As that, where the answer goes out as it is written. */
export function streamingInvocationArn({ partition, region }: Account, lambdaArn: string): string {
  return `arn:${partition}:apigateway:${region}:lambda:path${invokePaths.invokeStream(lambdaArn)}`
}

/** Of a REST API's requests, without a stage. */
export function restApiEndpoint({ partition, region }: Account, apiId: string): string {
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
  return `https://${apiId}.execute-api.${region}.${domain}`
}

export function userPoolArn({ partition, region, id }: Account, pool: string): string {
  return `arn:${partition}:cognito-idp:${region}:${id}:userpool/${pool}`
}

/** The last part of a role's ARN, its path left out. */
export function roleNameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
