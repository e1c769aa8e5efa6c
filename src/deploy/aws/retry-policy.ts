import type { Failure } from './failure.ts'
import type { Operation } from './operations.ts'

/** What the call is about, beyond its name. */
export interface CallFacts {
  /** The resource was made moments ago: AWS may not find it yet. */
  afterCreate?: boolean | undefined
  /** The execution role is one that Oche made; the user's own cannot be waited for. */
  ownRole?: boolean | undefined
}

interface Rule {
  /** Calls by name; a service's every call as `lambda:*`. */
  calls: readonly string[]
  /** As in `Failure.code`. */
  code: RegExp
  message?: RegExp
  /** Facts that must hold. */
  only?: keyof CallFacts
  verdict: Verdict
}

export type Verdict =
  /** Send it again for so long at most. */
  | { type: 'wait'; seconds: number; for: string }
  /** What was asked for is there already, or gone already. */
  | { type: 'done' }
  /** What we believed of the account is out of date: read it again and plan anew. */
  | { type: 'reread' }

const wait = (seconds: number, what: string): Verdict => ({ type: 'wait', seconds, for: what })

const MINUTES = 60

/**
 * Errors of AWS that pass, or that mean success. The first rule that fits decides; an error that
 * none fits is final. Bounds are those of the Terraform provider, or shorter.
 */
const rules: readonly Rule[] = [
  // The execution role, which Lambda cannot use for some seconds after it was made.
  {
    calls: ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
    code: /^InvalidParameterValue$/,
    message: /cannot be assumed by Lambda/,
    only: 'ownRole',
    verdict: wait(5 * MINUTES, 'Lambda to be able to assume the role'),
  },
  {
    calls: ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
    code: /^InvalidParameterValue$/,
    message: /execution role does not have permissions/,
    only: 'ownRole',
    verdict: wait(5 * MINUTES, "the role's permissions to reach Lambda"),
  },
  {
    calls: ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
    code: /^InvalidParameterValue$/,
    message: /throttled by EC2/,
    verdict: wait(24 * MINUTES, 'EC2, which throttles the making of network interfaces'),
  },
  {
    calls: ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
    code: /^InvalidParameterValue$/,
    message: /KMS key is invalid for CreateGrant/,
    only: 'ownRole',
    verdict: wait(5 * MINUTES, 'the KMS key to know the role'),
  },
  // A mapping is refused until the role's permissions have reached Lambda.
  {
    calls: ['lambda:CreateEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
    code: /^InvalidParameterValue$/,
    message:
      /execution role does not have permissions|ensure the role can perform|Cannot access stream|cannot be assumed by Lambda/,
    only: 'ownRole',
    verdict: wait(5 * MINUTES, "the role's permissions to reach Lambda"),
  },
  {
    calls: ['lambda:UpdateEventSourceMapping', 'lambda:DeleteEventSourceMapping'],
    code: /^ResourceInUse$/,
    verdict: wait(5 * MINUTES, 'another change of the mapping'),
  },
  // One that somebody has deleted since it was read.
  {
    calls: ['lambda:UpdateEventSourceMapping'],
    code: /^ResourceNotFound$/,
    verdict: { type: 'reread' },
  },
  // A function of the same project, deployed at the same time, that is told.
  {
    calls: ['lambda:PutFunctionEventInvokeConfig'],
    code: /^InvalidParameterValue$/,
    message: /does not have permissions|cannot be assumed by Lambda/,
    only: 'ownRole',
    verdict: wait(5 * MINUTES, "the role's permissions to reach Lambda"),
  },
  {
    calls: ['lambda:PutFunctionEventInvokeConfig'],
    code: /^InvalidParameterValue$/,
    message: /destination ARN .*(not exist|not found|invalid)/i,
    only: 'afterCreate',
    verdict: wait(5 * MINUTES, 'the destination to be there'),
  },
  // Lambda's replicas at the edge go some time after the distribution that used them.
  {
    calls: ['lambda:DeleteFunction'],
    code: /^InvalidParameterValue$/,
    message: /because it is a replicated function/,
    verdict: wait(10 * MINUTES, "the function's replicas at the edge to be gone"),
  },
  // A version that somebody has pointed an alias to since: it stays.
  {
    calls: ['lambda:DeleteFunction'],
    code: /^ResourceConflict$/,
    message: /alias/i,
    verdict: { type: 'done' },
  },
  // Something that is there already: an earlier attempt made it, or somebody else did.
  {
    calls: ['lambda:*'],
    code: /^ResourceConflict$/,
    message: /already exist|Alias already exists|FunctionUrlConfig exists/i,
    verdict: { type: 'reread' },
  },
  {
    calls: ['iam:CreateRole'],
    code: /^EntityAlreadyExists$/,
    verdict: { type: 'reread' },
  },
  // Every other conflict of Lambda's is a state that passes.
  {
    calls: ['lambda:*'],
    code: /^ResourceConflict$/,
    verdict: wait(15 * MINUTES, 'the function to finish an update'),
  },
  // Somebody else changed the function since it was read.
  { calls: ['lambda:*'], code: /^PreconditionFailed$/, verdict: { type: 'reread' } },
  {
    calls: ['lambda:PublishVersion'],
    code: /^InvalidParameterValue$/,
    message: /CodeSHA256/i,
    verdict: { type: 'reread' },
  },
  {
    calls: ['lambda:*'],
    code: /^ResourceNotFound$/,
    only: 'afterCreate',
    verdict: wait(5 * MINUTES, 'Lambda to find what was made'),
  },
  // What is to go and is gone.
  {
    calls: [
      'lambda:DeleteFunction',
      'lambda:DeleteAlias',
      'lambda:DeleteFunctionUrlConfig',
      'lambda:DeleteFunctionConcurrency',
      'lambda:DeleteProvisionedConcurrencyConfig',
      'lambda:DeleteFunctionEventInvokeConfig',
      'lambda:RemovePermission',
      'lambda:DeleteEventSourceMapping',
      'logs:DeleteLogGroup',
    ],
    code: /^ResourceNotFound$/,
    verdict: { type: 'done' },
  },
  {
    calls: [
      'iam:DetachRolePolicy',
      'iam:DeleteRolePolicy',
      'iam:DeleteRolePermissionsBoundary',
      'iam:DeleteRole',
    ],
    code: /^NoSuchEntity$/,
    verdict: { type: 'done' },
  },
  {
    calls: [
      'apigateway:DeleteApi',
      'apigateway:DeleteRoute',
      'apigateway:DeleteIntegration',
      'apigateway:DeleteAuthorizer',
      'apigateway:DeleteStage',
      'apigateway:DeleteCorsConfiguration',
      'apigateway:DeleteApiMapping',
      'apigateway:DeleteDomainName',
      'apigatewayv1:DeleteRestApi',
      'apigatewayv1:DeleteResource',
      'apigatewayv1:DeleteMethod',
      'apigatewayv1:DeleteAuthorizer',
      'apigatewayv1:DeleteDeployment',
      'apigatewayv1:DeleteGatewayResponse',
      'apigatewayv1:DeleteStage',
    ],
    code: /^NotFound$/,
    verdict: { type: 'done' },
  },
  { calls: ['s3:DeleteBucket'], code: /^NoSuchBucket$/, verdict: { type: 'done' } },
  { calls: ['s3:CreateBucket'], code: /^BucketAlreadyOwnedByYou$/, verdict: { type: 'done' } },
  // IAM: its parts learn of a change one after the other.
  {
    calls: ['iam:*'],
    code: /^ConcurrentModification$/,
    verdict: wait(2 * MINUTES, 'another change of the role'),
  },
  {
    calls: ['iam:*'],
    code: /^NoSuchEntity$/,
    // A policy that is not there will not come.
    message: /^(?!Policy )/,
    only: 'afterCreate',
    verdict: wait(2 * MINUTES, 'IAM to find the role'),
  },
  {
    calls: ['iam:DeleteRole'],
    code: /^DeleteConflict$/,
    verdict: wait(2 * MINUTES, 'the policies to leave the role'),
  },
  // Logs
  {
    calls: ['logs:*'],
    code: /^OperationAborted$/,
    verdict: wait(1 * MINUTES, 'another change of the log group'),
  },
  { calls: ['logs:CreateLogGroup'], code: /^ResourceAlreadyExists$/, verdict: { type: 'reread' } },
  {
    calls: ['logs:PutRetentionPolicy', 'logs:TagResource'],
    code: /^ResourceNotFound$/,
    only: 'afterCreate',
    verdict: wait(1 * MINUTES, 'the log group to be found'),
  },
  // API Gateway; the second text comes without a code.
  {
    calls: ['apigateway:*', 'apigatewayv1:*'],
    code: /^Conflict$/,
    message: /try again later/i,
    verdict: wait(2 * MINUTES, 'another change of the API'),
  },
  {
    calls: ['apigateway:*', 'apigatewayv1:*'],
    code: /./,
    message: /^Unable to complete operation due to concurrent modification/,
    verdict: wait(2 * MINUTES, 'another change of the API'),
  },
  { calls: ['apigateway:*', 'apigatewayv1:*'], code: /^Conflict$/, verdict: { type: 'reread' } },
  // As a conflict elsewhere: an earlier attempt made it, or somebody else did.
  {
    calls: [
      'apigateway:CreateAuthorizer',
      'apigateway:CreateApiMapping',
      'apigateway:CreateDomainName',
      'apigatewayv1:CreateAuthorizer',
    ],
    code: /^BadRequest$/,
    message: /already exists/i,
    verdict: { type: 'reread' },
  },
  // A deployment that somebody else's stage has since, or one without a method in it.
  {
    calls: ['apigatewayv1:DeleteDeployment', 'apigatewayv1:CreateDeployment'],
    code: /^BadRequest$/,
    message: /Active stages|contain any methods/,
    verdict: { type: 'reread' },
  },
  {
    calls: ['apigateway:*', 'apigatewayv1:*'],
    code: /^NotFound$/,
    only: 'afterCreate',
    verdict: wait(1 * MINUTES, 'the API to be found'),
  },
  // A resource or method that somebody has deleted since it was read.
  {
    calls: [
      'apigatewayv1:CreateResource',
      'apigatewayv1:PutMethod',
      'apigatewayv1:PutMethodResponse',
      'apigatewayv1:PutIntegration',
      'apigatewayv1:PutIntegrationResponse',
      'apigatewayv1:UpdateAuthorizer',
      'apigatewayv1:CreateDeployment',
      'apigatewayv1:UpdateStage',
    ],
    code: /^NotFound$/,
    verdict: { type: 'reread' },
  },
  // A record that somebody has made, changed or deleted since it was read.
  {
    calls: ['route53:ChangeResourceRecordSets'],
    code: /^InvalidChangeBatch$/,
    verdict: { type: 'reread' },
  },
  // Certificates: API Gateway lets one go some time after its domain is gone.
  {
    calls: ['acm:DeleteCertificate'],
    code: /^ResourceInUse$/,
    verdict: wait(5 * MINUTES, 'API Gateway to let the certificate go'),
  },
  { calls: ['acm:DeleteCertificate'], code: /^ResourceNotFound$/, verdict: { type: 'done' } },
  {
    calls: ['acm:DescribeCertificate', 'acm:AddTagsToCertificate'],
    code: /^ResourceNotFound$/,
    only: 'afterCreate',
    verdict: wait(1 * MINUTES, 'ACM to find the certificate'),
  },
  { calls: ['acm:AddTagsToCertificate'], code: /^ResourceNotFound$/, verdict: { type: 'reread' } },
  // Schedules: a role that was made moments ago, a group that is on its way out.
  {
    calls: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
    code: /^Validation$/,
    message: /execution role/,
    verdict: wait(2 * MINUTES, 'EventBridge to be able to assume the role'),
  },
  {
    calls: ['scheduler:*'],
    code: /^Conflict$/,
    message: /delet/i,
    verdict: wait(5 * MINUTES, 'the schedules before to be gone'),
  },
  { calls: ['scheduler:*'], code: /^Conflict$/, verdict: { type: 'reread' } },
  {
    calls: ['scheduler:DeleteSchedule', 'scheduler:DeleteScheduleGroup'],
    code: /^ResourceNotFound$/,
    verdict: { type: 'done' },
  },
  {
    calls: ['scheduler:*'],
    code: /^ResourceNotFound$/,
    only: 'afterCreate',
    verdict: wait(1 * MINUTES, 'the group of the schedules to be found'),
  },
  {
    calls: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:TagResource'],
    code: /^ResourceNotFound$/,
    verdict: { type: 'reread' },
  },
  // Topics: a subscription that somebody has made, or taken away, since they were read.
  {
    calls: ['sns:Subscribe'],
    code: /^InvalidParameter$/,
    message: /already exists/i,
    verdict: { type: 'reread' },
  },
  { calls: ['sns:SetSubscriptionAttributes'], code: /^NotFound$/, verdict: { type: 'reread' } },
  { calls: ['sns:Unsubscribe'], code: /^NotFound$/, verdict: { type: 'done' } },
  // Rules of EventBridge.
  {
    calls: ['events:*'],
    code: /^ConcurrentModification$/,
    verdict: wait(1 * MINUTES, 'another change of the rule'),
  },
  {
    calls: ['events:RemoveTargets', 'events:DeleteRule'],
    code: /^ResourceNotFound$/,
    verdict: { type: 'done' },
  },
  // A target that somebody has added since.
  {
    calls: ['events:DeleteRule'],
    code: /^Validation$/,
    message: /has targets/i,
    verdict: { type: 'reread' },
  },
  {
    calls: ['events:PutTargets'],
    code: /^ResourceNotFound$/,
    only: 'afterCreate',
    verdict: wait(1 * MINUTES, 'the rule to be found'),
  },
  {
    calls: ['events:PutTargets', 'events:TagResource', 'events:UntagResource'],
    code: /^ResourceNotFound$/,
    verdict: { type: 'reread' },
  },
  // S3
  {
    calls: ['s3:PutBucketNotificationConfiguration'],
    code: /^InvalidArgument$/,
    message: /^Unable to validate/,
    only: 'afterCreate',
    verdict: wait(1 * MINUTES, 'S3 to see that it may call the function'),
  },
  {
    calls: ['s3:PutBucketNotificationConfiguration'],
    code: /^OperationAborted$/,
    verdict: wait(2 * MINUTES, 'another change of the bucket'),
  },
  {
    calls: ['s3:CreateBucket', 's3:DeleteBucket', 's3:PutBucketTagging'],
    code: /^OperationAborted$/,
    verdict: wait(2 * MINUTES, 'another change of the bucket'),
  },
  {
    calls: ['s3:*'],
    code: /^(NoSuchBucket|NotFound)$/,
    only: 'afterCreate',
    verdict: wait(1 * MINUTES, 'the bucket to be found'),
  },
  // The connection was too slow, or stood still.
  {
    calls: ['s3:*'],
    code: /^RequestTimeout$/,
    verdict: wait(2 * MINUTES, 'S3 to take the package'),
  },
]

/** Calls that may be sent again when no answer came: the same object is the same object twice. */
export function isRepeatable(operation: Operation): boolean {
  return operation === 's3:PutObject' || operation === 's3:UploadPart'
}

/** What to do about a failed call; undefined where it is final. */
export function judge(
  operation: Operation,
  failure: Failure,
  facts: CallFacts = {},
): Verdict | undefined {
  return rules.find((rule) => fits(rule, operation, failure, facts))?.verdict
}

function fits(rule: Rule, operation: Operation, failure: Failure, facts: CallFacts): boolean {
  const service = operation.slice(0, operation.indexOf(':'))
  return (
    rule.calls.some((call) => call === operation || call === `${service}:*`) &&
    rule.code.test(failure.code) &&
    (rule.message?.test(failure.message) ?? true) &&
    (rule.only === undefined || facts[rule.only] === true)
  )
}

/** How long throttling, and answers that do not come to a call that only reads, are borne. */
export const patience = { throttledSeconds: 2 * MINUTES, unansweredSeconds: 30 } as const

/** Milliseconds before attempt `attempt` (from 1): exponential, with jitter over its upper half. */
export function backoff(attempt: number, random: number): number {
  const whole = Math.min(400 * 2 ** (attempt - 1), 8000)
  return whole / 2 + (whole / 2) * random
}
