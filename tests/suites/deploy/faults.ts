import type { Fault } from './fault-proxy.ts'

/** A fault and what a deploy makes of it. */
export interface Row {
  name: string
  fault: Fault
  /** A fault that leads to it. */
  before?: Fault
  /** Code of the error that it ends in; absent where it ends in success. */
  error?: string
  /** oche.yaml, where the default (a public URL) does not make the call. */
  configuration?: string
  /** What has been deployed before, so that the call is made. @default nothing */
  after?: 'create'
  /** Which command meets it. @default deploy */
  during?: 'destroy'
}

const error = (status: number, code: string, message = 'refused') =>
  ({ type: 'error', status, code, message }) as const

const IN_PROGRESS = error(
  409,
  'ResourceConflictException',
  'The operation cannot be performed at this time. An update is in progress for resource: arn',
)
const PENDING = error(
  409,
  'ResourceConflictException',
  'The operation cannot be performed at this time. The function is currently in the following state: Pending',
)
const NOT_FOUND = error(404, 'ResourceNotFoundException', 'Function not found')
const CONFLICT = error(
  409,
  'ConflictException',
  'Unable to complete operation due to concurrent modification. Please try again later.',
)
const GIVEN_ROLE = 'role: arn:aws:iam::000000000000:role/given\nhttp: none\n'
const API =
  'http: { kind: http-api, access: public, routes: ["GET /items", "$default"] }\nretries: 1\n'
const REST =
  'http: { kind: rest, access: public, routes: ["GET /items/{id}"], authorizer: { type: jwt, issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a" } }\n'
/** A bucket that is there. */
export const BUCKET = 'faults'

const role = (message: string) => error(400, 'InvalidParameterValueException', message)

/** The error table of `reference/deploying.md`, each row at its calls. */
export const rows: readonly Row[] = [
  {
    name: 'GetRole does not find the new role',
    fault: { at: 'iam:GetRole', from: 2, times: 4, does: error(404, 'NoSuchEntity') },
  },
  {
    name: 'AttachRolePolicy meets another change',
    fault: { at: 'iam:AttachRolePolicy', times: 2, does: error(409, 'ConcurrentModification') },
  },
  {
    name: 'AttachRolePolicy does not find the new role',
    fault: { at: 'iam:AttachRolePolicy', times: 2, does: error(404, 'NoSuchEntity') },
  },
  {
    name: 'CreateRole is lost after it took effect, and AttachRolePolicy does not find the role',
    before: { at: 'iam:CreateRole', does: { type: 'drop-after' } },
    fault: { at: 'iam:AttachRolePolicy', times: 3, does: error(404, 'NoSuchEntity') },
  },
  {
    name: 'DeleteRole finds policies still there',
    fault: { at: 'iam:DeleteRole', times: 2, does: error(409, 'DeleteConflict') },
    during: 'destroy',
  },
  ...[
    'The role defined for the function cannot be assumed by Lambda.',
    'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
    'Your request has been throttled by EC2, please make sure you have enough API rate limit.',
    'Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant.',
  ].flatMap((message): Row[] => [
    {
      name: `CreateFunction: ${message}`,
      fault: { at: 'lambda:CreateFunction', times: 5, does: role(message) },
    },
    {
      name: `UpdateFunctionConfiguration: ${message}`,
      fault: { at: 'lambda:UpdateFunctionConfiguration', times: 5, does: role(message) },
      after: 'create',
    },
  ]),
  {
    name: "CreateFunction cannot assume the user's own role",
    fault: {
      at: 'lambda:CreateFunction',
      times: 1000,
      does: role('The role defined for the function cannot be assumed by Lambda.'),
    },
    configuration: GIVEN_ROLE,
    error: 'ROLE_NOT_ASSUMABLE',
  },
  {
    name: 'a role of ours is never assumable',
    fault: {
      at: 'lambda:CreateFunction',
      times: 1000,
      does: role('The role defined for the function cannot be assumed by Lambda.'),
    },
    error: 'AWS_WAITED_TOO_LONG',
  },
  ...(
    [
      'lambda:UpdateFunctionConfiguration',
      'lambda:UpdateFunctionCode',
      'lambda:UpdateAlias',
    ] as const
  ).map((at): Row => ({
    name: `${at} meets an update in progress`,
    fault: { at, times: 3, does: IN_PROGRESS },
    after: 'create',
  })),
  ...(
    ['lambda:PublishVersion', 'lambda:CreateAlias', 'lambda:CreateFunctionUrlConfig'] as const
  ).map((at): Row => ({
    name: `${at} meets a pending function`,
    fault: { at, times: 3, does: PENDING },
  })),
  {
    name: 'GetFunctionConfiguration does not find the new function',
    fault: { at: 'lambda:GetFunctionConfiguration', from: 2, times: 4, does: NOT_FOUND },
  },
  {
    name: 'AddPermission conflicts',
    fault: { at: 'lambda:AddPermission', times: 2, does: IN_PROGRESS },
  },
  {
    name: 'AddPermission does not find the alias',
    fault: { at: 'lambda:AddPermission', times: 2, does: NOT_FOUND },
  },
  {
    name: 'DeleteFunction finds replicas',
    fault: {
      at: 'lambda:DeleteFunction',
      times: 3,
      does: role('Lambda was unable to delete arn because it is a replicated function.'),
    },
    during: 'destroy',
  },
  ...(
    [
      'apigateway:CreateApi',
      'apigateway:CreateIntegration',
      'apigateway:CreateRoute',
      'apigateway:CreateStage',
    ] as const
  ).flatMap((at): Row[] => [
    { name: `${at} conflicts`, fault: { at, times: 2, does: CONFLICT }, configuration: API },
    {
      name: `${at} is told of concurrent modification without a code`,
      fault: { at, times: 2, does: { ...CONFLICT, status: 400, code: 'Unknown' } },
      configuration: API,
    },
    {
      name: `${at} is throttled`,
      fault: { at, times: 2, does: error(429, 'TooManyRequestsException') },
      configuration: API,
    },
  ]),
  // Of a REST API, one of what may happen at each call.
  ...(
    [
      ['apigatewayv1:CreateRestApi', error(429, 'TooManyRequestsException')],
      ['apigatewayv1:CreateResource', CONFLICT],
      ['apigatewayv1:CreateResource', error(404, 'NotFoundException', 'Invalid API identifier')],
      [
        'apigatewayv1:CreateAuthorizer',
        error(
          400,
          'BadRequestException',
          'Authorizer name must be unique. Authorizer a already exists in this RestApi.',
        ),
      ],
      ['apigatewayv1:PutMethod', error(404, 'NotFoundException', 'Invalid Resource identifier')],
      ['apigatewayv1:PutIntegration', error(429, 'TooManyRequestsException')],
      ['apigatewayv1:CreateDeployment', CONFLICT],
      ['apigatewayv1:CreateDeployment', error(429, 'TooManyRequestsException')],
    ] as const
  ).map(([at, does]): Row => ({
    name: `${at}: ${does.status} ${does.code}`,
    fault: { at, times: does.status === 400 ? 1 : 2, does },
    configuration: REST,
  })),
  {
    name: 'S3 does not see yet that it may call the function',
    fault: {
      at: 's3:PutBucketNotificationConfiguration',
      times: 2,
      does: error(
        400,
        'InvalidArgument',
        'Unable to validate the following destination configurations',
      ),
    },
    configuration: `http: none\nevents: [{ s3: { bucket: ${BUCKET} } }]\n`,
  },
  {
    name: 'CreateLogGroup meets a conflicting operation',
    fault: {
      at: 'logs:CreateLogGroup',
      times: 2,
      does: error(
        400,
        'OperationAbortedException',
        'A conflicting operation is currently in progress against this resource. Please try again.',
      ),
    },
  },
  {
    name: 'CreateLogGroup finds the group there already',
    fault: { at: 'logs:CreateLogGroup', does: error(400, 'ResourceAlreadyExistsException') },
  },

  // Never to be sent again.
  {
    name: 'the request is too large',
    fault: { at: 'lambda:CreateFunction', does: error(413, 'RequestEntityTooLargeException') },
    error: 'PACKAGE_TOO_LARGE',
  },
  {
    name: 'the unzipped package is too large',
    fault: {
      at: 'lambda:CreateFunction',
      does: role('Unzipped size must be smaller than 262144000 bytes'),
    },
    error: 'PACKAGE_TOO_LARGE',
  },
  {
    name: 'the storage for code is full',
    fault: { at: 'lambda:CreateFunction', does: error(400, 'CodeStorageExceededException') },
    error: 'CODE_STORAGE_EXCEEDED',
  },
  {
    name: 'the caller may not',
    fault: { at: 'iam:CreateRole', does: error(403, 'AccessDenied', 'User is not authorized') },
    error: 'ACCESS_DENIED',
  },

  {
    name: 'a managed policy does not exist',
    fault: {
      at: 'iam:AttachRolePolicy',
      does: error(404, 'NoSuchEntity', 'Policy arn:aws:iam::aws:policy/Typo does not exist.'),
    },
    error: 'POLICY_UNKNOWN',
  },

  // Revisions and states.
  {
    name: 'a revision is stale by itself',
    fault: { at: 'lambda:UpdateFunctionCode', does: error(412, 'PreconditionFailedException') },
    after: 'create',
  },
  {
    name: 'the function stays Pending and then is Active',
    fault: {
      at: 'lambda:GetFunctionConfiguration',
      from: 2,
      times: 20,
      does: { type: 'answer', with: { State: 'Pending' } },
    },
  },
  {
    name: 'an update stays InProgress and then is through',
    fault: {
      at: 'lambda:GetFunctionConfiguration',
      from: 2,
      times: 20,
      does: { type: 'answer', with: { LastUpdateStatus: 'InProgress' } },
    },
    after: 'create',
  },
  {
    name: 'the creation fails once',
    fault: {
      at: 'lambda:GetFunctionConfiguration',
      from: 2,
      does: { type: 'answer', with: { State: 'Failed', StateReason: 'no address is free' } },
    },
  },
  {
    name: 'the creation fails again and again',
    fault: {
      at: 'lambda:GetFunctionConfiguration',
      from: 2,
      times: 20,
      does: { type: 'answer', with: { State: 'Failed', StateReason: 'no address is free' } },
    },
    error: 'FUNCTION_FAILED',
  },
  {
    name: 'an update fails',
    fault: {
      at: 'lambda:GetFunctionConfiguration',
      from: 2,
      does: {
        type: 'answer',
        with: { LastUpdateStatus: 'Failed', LastUpdateStatusReasonCode: 'InvalidSubnet' },
      },
    },
    after: 'create',
    error: 'UPDATE_FAILED',
  },
]

/** Calls of a create, of an update and of a destroy that change something. */
const writes = {
  create: [
    'iam:CreateRole',
    'iam:AttachRolePolicy',
    'logs:CreateLogGroup',
    'logs:PutRetentionPolicy',
    'lambda:CreateFunction',
    'lambda:PublishVersion',
    'lambda:CreateAlias',
    'lambda:CreateFunctionUrlConfig',
    'lambda:AddPermission',
  ],
  createApi: [
    'apigateway:CreateApi',
    'apigateway:CreateIntegration',
    'apigateway:CreateRoute',
    'apigateway:CreateStage',
    'apigateway:UpdateApi',
    'lambda:PutFunctionEventInvokeConfig',
  ],
  createRest: ['apigatewayv1:CreateRestApi', 'apigatewayv1:CreateDeployment'],
  update: [
    'lambda:UpdateFunctionConfiguration',
    'lambda:UpdateFunctionCode',
    'lambda:PublishVersion',
    'lambda:UpdateAlias',
  ],
  destroy: [
    'lambda:DeleteFunctionUrlConfig',
    'lambda:RemovePermission',
    'lambda:DeleteAlias',
    'lambda:DeleteFunction',
    'iam:DetachRolePolicy',
    'iam:DeleteRole',
    'logs:DeleteLogGroup',
  ],
} as const

type Write = (typeof writes)[keyof typeof writes][number]

/** Every write, lost before it took effect, lost after, answered by a 500, and throttled. */
export const lostRows: readonly Row[] = Object.entries(writes).flatMap(([phase, calls]) =>
  calls.flatMap((at: Write): Row[] => {
    const where: Partial<Row> = {
      ...(phase === 'createApi' && { configuration: API }),
      ...(phase === 'createRest' && { configuration: REST }),
      ...(phase === 'update' && { after: 'create' }),
      ...(phase === 'destroy' && { during: 'destroy' }),
    }
    const row = (name: string, does: Fault['does'], times = 1): Row => ({
      name: `${at} ${name} (${phase})`,
      fault: { at, times, does },
      ...where,
    })
    return [
      row('is lost before it took effect', { type: 'drop-before' }),
      row('is lost after it took effect', { type: 'drop-after' }),
      row('is answered by a 500', error(500, 'ServiceException')),
      row('is throttled', error(429, 'ThrottlingException', 'Rate exceeded'), 3),
    ]
  }),
)

/** Reads that answer with what was before, or not at all. */
export const readRows: readonly Row[] = (
  [
    'sts:GetCallerIdentity',
    'iam:GetRole',
    'iam:ListAttachedRolePolicies',
    'logs:DescribeLogGroups',
    'lambda:GetFunction',
    'lambda:GetFunctionConfiguration',
    'lambda:GetPolicy',
  ] as const
).flatMap((at): Row[] => [
  { name: `${at} is lost`, fault: { at, does: { type: 'drop-before' } } },
  {
    name: `${at} is throttled`,
    fault: { at, times: 2, does: error(400, 'Throttling', 'Rate exceeded') },
  },
])

/** A creation whose answer is lost, and after which the account still shows what was before. */
export const staleRows: readonly Row[] = (
  [
    ['iam:CreateRole', 'iam:GetRole', 2],
    ['lambda:CreateFunction', 'lambda:GetFunction', 2],
    ['logs:CreateLogGroup', 'logs:DescribeLogGroups', 2],
    ['lambda:CreateFunctionUrlConfig', 'lambda:GetFunctionUrlConfig', 1],
    ['lambda:AddPermission', 'lambda:GetPolicy', 1],
    ['apigateway:CreateApi', 'apigateway:GetApis', 2],
  ] as const
).map(([write, read, from]) => ({
  name: `${write} is lost after it took effect, and ${read} does not show it`,
  fault: { at: read, from, times: 2, does: { type: 'stale' } },
  before: { at: write, does: { type: 'drop-after' } },
  ...(read.startsWith('apigateway') && { configuration: API }),
}))
