import { amazonHeaders } from '../../contract/amazon-headers.ts'
import type { ErrorCode } from '../../core/error-codes/index.ts'
import { EXIT, OcheError } from '../../core/errors.ts'
import { isSkewed, type Failure } from './failure.ts'
import type { Operation } from './operations.ts'

interface Explanation {
  code: RegExp
  /** Holds beside the code. */
  when?: (failure: Failure) => boolean
  message?: RegExp
  calls?: readonly Operation[]
  as: ErrorCode
  /** @param about what the call was about, such as the name of a bucket */
  text: (failure: Failure, about: string) => string
  remedy: string
}

const CREDENTIALS = 'Type "aws sts get-caller-identity" to see what is wrong with the credentials.'

/** Final errors that deserve better words than AWS's own. */
const explanations: readonly Explanation[] = [
  {
    code: /^(CredentialsProvider|CredentialsProviderError|TokenProvider)$/,
    as: 'NO_CREDENTIALS',
    text: () => 'no AWS credentials were found',
    remedy: 'Type "aws configure" or "aws sso login", or name a profile with --profile.',
  },
  {
    code: /./,
    when: isSkewed,
    as: 'CLOCK_WRONG',
    text: ({ message }) => `this machine's clock is wrong, so AWS takes no signature: ${message}`,
    remedy: 'Set the clock, and let the system keep it by the network.',
  },
  {
    code: /^(ExpiredToken|TokenRefreshRequired)$/,
    as: 'CREDENTIALS_EXPIRED',
    text: () => 'the AWS credentials have expired',
    remedy: 'Type "aws sso login", or get new ones.',
  },
  {
    code: /^(InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken)$/,
    as: 'CREDENTIALS_REFUSED',
    text: () => 'AWS does not accept the credentials',
    remedy: CREDENTIALS,
  },
  // An answer to HEAD has no body, so no reason either.
  {
    code: /./,
    when: ({ status }) => status === 403,
    calls: ['s3:HeadBucket', 's3:HeadObject'],
    as: 'BUCKET_REFUSED',
    text: (_, about) => `AWS does not let these credentials use the bucket ${about}`,
    remedy:
      "It is another account's, its policy or your organization's forbids it, or s3:ListBucket and s3:GetObject on it are missing: see docs/iam.md. Another bucket: --bucket <name>",
  },
  {
    code: /./,
    when: ({ cause }) => bucketRegion(cause) !== undefined,
    calls: ['s3:HeadBucket', 's3:HeadObject'],
    as: 'BUCKET_REFUSED',
    text: ({ cause }, about) => `the bucket ${about} is in the region ${bucketRegion(cause)}`,
    remedy: 'Lambda takes packages from its own region only: name a bucket there by --bucket.',
  },
  {
    code: /./,
    when: ({ status, cause }) => status === 301 && bucketRegion(cause) !== undefined,
    calls: ['s3:GetBucketNotificationConfiguration', 's3:PutBucketNotificationConfiguration'],
    as: 'EVENT_SOURCE_MISSING',
    text: ({ cause }, about) => `the bucket ${about} is in the region ${bucketRegion(cause)}`,
    remedy: 'A bucket starts functions of its own region only: name one of there in "events".',
  },
  {
    code: /^InvalidArgument$/,
    message: /^Configuration is ambiguously defined/,
    calls: ['s3:PutBucketNotificationConfiguration'],
    as: 'NOT_OURS',
    text: ({ message }, about) => `the bucket ${about} starts something else already: ${message}`,
    remedy:
      'Give the entries events, a prefix or a suffix that have nothing in common with those of others: aws s3api get-bucket-notification-configuration lists them.',
  },
  {
    code: /^(AccessDenied|AuthorizationError|UnauthorizedOperation|Forbidden)$/,
    as: 'ACCESS_DENIED',
    text: ({ message }) => `AWS denied a call: ${message}`,
    remedy: 'The permissions that deploying needs are in docs/iam.md.',
  },
  {
    code: /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|EPROXY)$/,
    as: 'AWS_UNREACHABLE',
    text: ({ message }) => `AWS cannot be reached: ${message}`,
    remedy: 'Look at the network, --region, HTTPS_PROXY, and AWS_ENDPOINT_URL if it is set.',
  },
  {
    code: /^(CERT_|SELF_SIGNED_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED)/,
    as: 'CERTIFICATE_UNTRUSTED',
    text: ({ message }) =>
      `the certificate that AWS, or a proxy before it, shows is not trusted: ${message}`,
    remedy: "Set AWS_CA_BUNDLE to a file with your network's certificates.",
  },
  {
    code: /^InvalidParameterValue$/,
    message: /cannot be assumed by Lambda/,
    as: 'ROLE_NOT_ASSUMABLE',
    text: () => 'Lambda cannot assume the execution role',
    remedy:
      'Let its trust policy allow sts:AssumeRole to the service lambda.amazonaws.com, or leave "role" out to have one made.',
  },
  {
    code: /^NoSuchEntity$/,
    message: /^Policy /,
    calls: ['iam:AttachRolePolicy'],
    as: 'POLICY_UNKNOWN',
    text: ({ message }) => message,
    remedy: 'Correct its ARN under "policies".',
  },
  {
    code: /^(RequestEntityTooLarge|RequestTooLarge)$/,
    calls: ['lambda:CreateFunction', 'lambda:UpdateFunctionCode'],
    as: 'PACKAGE_TOO_LARGE',
    text: () => 'the package is too large for Lambda',
    remedy: 'Leave files out of "include".',
  },
  {
    code: /^InvalidParameterValue$/,
    message: /Unzipped size must be smaller/,
    as: 'PACKAGE_TOO_LARGE',
    text: ({ message }) => `the package is too large: ${message}`,
    remedy: 'Leave files out of "include", or layers out of "layers".',
  },
  {
    code: /^(BadRequest|Conflict)$/,
    message: /(API|base path) mappings/i,
    calls: ['apigateway:DeleteApi', 'apigatewayv1:DeleteRestApi'],
    as: 'API_HAS_DOMAIN',
    text: (_, about) => `the API ${about} has a domain of its own, so AWS does not delete it`,
    remedy:
      'It still serves. Take the domain from it (aws apigatewayv2 get-api-mappings, delete-api-mapping), then type the command again: it goes on from there.',
  },
  {
    code: /^BadRequest$/,
    message: /CloudWatch Logs role ARN/i,
    calls: ['apigatewayv1:UpdateStage'],
    as: 'NO_LOGGING_ROLE',
    text: () =>
      'API Gateway has no role in this account by which a REST API writes its access logs',
    remedy:
      'Give it one, once for the account: aws apigateway update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=<role>. Or leave out api.accessLogs.',
  },
  {
    code: /^CodeStorageExceeded$/,
    as: 'CODE_STORAGE_EXCEEDED',
    text: () => "the account's storage for Lambda code is full",
    remedy:
      'Lower keepVersions and deploy: the versions beyond it go first. Or delete functions that nobody needs, or ask AWS for a higher quota.',
  },
]

function bucketRegion(cause: unknown): string | undefined {
  const { $response } = (cause ?? {}) as { $response?: { headers?: Record<string, string> } }
  return $response?.headers?.[amazonHeaders.bucketRegion]
}

/** What the user sees of a call that failed for good. */
export function awsError(
  operation: Operation,
  failure: Failure,
  about = '',
  said = failure,
): OcheError {
  const known = explanations.find(
    ({ code, when, message, calls }) =>
      code.test(said.code) &&
      (when?.(said) ?? true) &&
      (message?.test(said.message) ?? true) &&
      (calls?.includes(operation) ?? true),
  )
  return new OcheError(
    known?.as ?? 'AWS_REFUSED',
    known?.text(failure, about) ?? `${operation}: ${failure.code}: ${failure.message}`,
    {
      remedy:
        known?.remedy ?? 'Fix what AWS names, then run the command again: it goes on from there.',
      exit: EXIT.aws,
      cause: failure.cause,
    },
  )
}
