import { EXIT, OcheError } from '../../core/errors.ts'
import type { Failure } from './failure.ts'
import type { Operation } from './operations.ts'

interface Explanation {
  code: RegExp
  message?: RegExp
  calls?: readonly Operation[]
  as: string
  text: (failure: Failure) => string
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
    code: /^(ExpiredToken|TokenRefreshRequired|RequestExpired)$/,
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
  {
    code: /^(AccessDenied|UnauthorizedOperation|Forbidden)$/,
    as: 'ACCESS_DENIED',
    text: ({ message }) => `AWS denied a call: ${message}`,
    remedy: 'The permissions that deploying needs are in docs/iam.md.',
  },
  {
    code: /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH)$/,
    as: 'AWS_UNREACHABLE',
    text: ({ message }) => `AWS cannot be reached: ${message}`,
    remedy: 'Look at the network, --region, and AWS_ENDPOINT_URL if it is set.',
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
    code: /^CodeStorageExceeded$/,
    as: 'CODE_STORAGE_EXCEEDED',
    text: () => "the account's storage for Lambda code is full",
    remedy: 'Lower keepVersions and deploy, delete old functions, or ask AWS for a higher quota.',
  },
]

/** What the user sees of a call that failed for good. */
export function awsError(operation: Operation, failure: Failure): OcheError {
  const known = explanations.find(
    ({ code, message, calls }) =>
      code.test(failure.code) &&
      (message?.test(failure.message) ?? true) &&
      (calls?.includes(operation) ?? true),
  )
  return new OcheError(
    known?.as ?? 'AWS_REFUSED',
    known?.text(failure) ?? `${operation}: ${failure.code}: ${failure.message}`,
    {
      remedy:
        known?.remedy ?? 'Fix what AWS names, then run the command again: it goes on from there.',
      exit: EXIT.aws,
      cause: failure.cause,
    },
  )
}
