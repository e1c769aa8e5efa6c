import type { Artifact } from '../core/artifact.ts'
import type { Architecture, CorsConfig, HttpConfig } from '../core/config/schema.ts'
import { EXIT, OcheError } from '../core/errors.ts'
import type { FunctionConfig } from '../core/project.ts'
import {
  ALIAS,
  functionArn,
  logGroupArn,
  logGroupName,
  ownershipTags,
  type Account,
} from './names.ts'

/** What there should be for one function. Pure data; only `configuration.environment` is secret. */
export interface Desired {
  account: Account
  name: string
  /** Ownership and the user's own, as on every resource. */
  tags: Readonly<Record<string, string>>
  role: OwnRole | GivenRole
  logGroup: { name: string; retentionDays: number }
  configuration: Configuration
  /** Undefined where only the configuration is compared, as by `oche status`. */
  code: Code | undefined
  reservedConcurrency: number | undefined
  /** Of asynchronous invocations. */
  retries: number
  endpoint: Endpoint
  /** Published versions to keep. */
  keepVersions: number
  /** A bucket of the user's for packages that need one. */
  bucket: string | undefined
}

export interface OwnRole {
  type: 'own'
  trust: PolicyDocument
  /** ARNs of managed policies. */
  managed: readonly string[]
  /** One inline policy with all statements, called `oche`. */
  inline: PolicyDocument | undefined
  boundary: string | undefined
}

export interface GivenRole {
  type: 'given'
  arn: string
}

export interface PolicyDocument {
  Version: string
  Statement: readonly Record<string, unknown>[]
}

export interface Configuration {
  runtime: 'provided.al2023'
  handler: string
  /** MB */
  memory: number
  /** Seconds */
  timeout: number
  /** MB */
  ephemeralStorage: number
  /** Undefined where it is not known here and not to be compared. */
  environment: Readonly<Record<string, string>> | undefined
  layers: readonly string[]
  subnets: readonly string[]
  securityGroups: readonly string[]
  tracing: 'Active' | 'PassThrough'
  logFormat: 'Text' | 'JSON'
}

export interface Code {
  arch: Architecture
  /** Absolute path of the zip. */
  zip: string
  zipBytes: number
  /** As Lambda reports it: base64 of the zip's SHA-256. */
  sha256: string
}

export type CorsSettings = Readonly<CorsConfig>

export type Endpoint = NoEndpoint | UrlEndpoint | ApiEndpoint

export interface NoEndpoint {
  type: 'none'
}

export interface UrlEndpoint {
  type: 'url'
  auth: 'NONE' | 'AWS_IAM'
  streaming: boolean
  cors: CorsSettings | undefined
}

export interface ApiEndpoint {
  type: 'api'
  payloadFormat: '1.0' | '2.0'
  routes: readonly string[]
  stage: string
  cors: CorsSettings | undefined
  auth: 'NONE' | 'AWS_IAM' | JwtAuthorizer
}

export interface JwtAuthorizer {
  issuer: string
  audience: readonly string[]
  identitySource: string
  scopes: readonly string[]
}

/** What Lambda does where nothing is configured. */
export const LAMBDA_RETRIES = 2

export interface DesiredOptions {
  projectName: string
  fn: FunctionConfig
  /** References already resolved; undefined where one cannot be. */
  environment: Readonly<Record<string, string>> | undefined
  account: Account
  artifact?: Pick<Artifact, 'arch' | 'zip' | 'zipBytes' | 'sha256' | 'bytes'> | undefined
  bucket?: string | undefined
}

/** @throws OcheError `DEPLOY_UNSUPPORTED`, `PACKAGE_TOO_LARGE` */
export function desire(options: DesiredOptions): Desired {
  const { projectName, fn, environment, account, artifact, bucket } = options
  requireLayerArns(fn)
  return {
    account,
    name: fn.name,
    tags: {
      ...fn.tags,
      [ownershipTags.project]: projectName,
      [ownershipTags.function]: fn.name,
    },
    role: fn.role === undefined ? ownRole(fn, account) : { type: 'given', arn: fn.role },
    logGroup: { name: logGroupName(fn.name), retentionDays: fn.logRetentionDays },
    configuration: {
      runtime: 'provided.al2023',
      handler: fn.handler ?? 'bootstrap',
      memory: fn.memory,
      timeout: fn.timeout,
      ephemeralStorage: fn.ephemeralStorage,
      environment,
      layers: fn.layers,
      subnets: fn.vpc?.subnets ?? [],
      securityGroups: fn.vpc?.securityGroups ?? [],
      tracing: fn.tracing ? 'Active' : 'PassThrough',
      logFormat: fn.logFormat === 'json' ? 'JSON' : 'Text',
    },
    code: artifact && codeOf(artifact),
    reservedConcurrency: fn.reservedConcurrency,
    retries: fn.retries,
    endpoint: endpointOf(fn.name, fn.http),
    keepVersions: fn.keepVersions,
    bucket,
  }
}

/** Layers count too; their sizes are Lambda's to know. */
const UNZIPPED_LIMIT = 262_144_000

function codeOf(artifact: NonNullable<DesiredOptions['artifact']>): Code {
  if (artifact.bytes >= UNZIPPED_LIMIT) {
    throw new OcheError(
      'PACKAGE_TOO_LARGE',
      `the executable has ${artifact.bytes} bytes; Lambda takes less than ${UNZIPPED_LIMIT}`,
      { remedy: 'Leave packages out of the program.' },
    )
  }
  return {
    arch: artifact.arch,
    zip: artifact.zip,
    zipBytes: artifact.zipBytes,
    sha256: Buffer.from(artifact.sha256, 'hex').toString('base64'),
  }
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

function ownRole(fn: FunctionConfig, account: Account): OwnRole {
  const statements = [
    ...(fn.permissions === 'minimal' ? minimalStatements(fn, account) : []),
    ...fn.policies.filter((policy) => typeof policy === 'object').flatMap(statementsOf),
  ]
  return {
    type: 'own',
    trust: TRUST,
    managed: managedPolicies(fn, account.partition),
    inline: statements.length > 0 ? { Version: '2012-10-17', Statement: statements } : undefined,
    boundary: fn.permissionsBoundary,
  }
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
function minimalStatements(fn: FunctionConfig, account: Account): Record<string, unknown>[] {
  const logs = {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `${logGroupArn(account, logGroupName(fn.name))}:*`,
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

function endpointOf(name: string, http: HttpConfig): Endpoint {
  const { kind, access, cors } = http
  const auth = access === 'public' ? 'NONE' : 'AWS_IAM'
  if (kind === 'none') return { type: 'none' }
  if (kind === 'url') {
    if (http.authorizer !== undefined) {
      throw unsupported(name, 'an authorizer of a Function URL', 'Use http: http-api.')
    }
    return { type: 'url', auth, streaming: http.streaming, cors }
  }
  if (kind === 'rest' || kind === 'alb') {
    throw unsupported(name, `an endpoint of kind ${kind}`, 'Use http: url, http-api or none.')
  }
  return {
    type: 'api',
    payloadFormat: kind === 'http-api' ? '2.0' : '1.0',
    routes: http.routes,
    stage: http.stage,
    cors,
    auth: authorizerOf(name, http) ?? auth,
  }
}

function authorizerOf(name: string, { authorizer }: HttpConfig): JwtAuthorizer | undefined {
  if (authorizer === undefined) return undefined
  if (authorizer.type === 'lambda') {
    throw unsupported(name, 'a Lambda authorizer', 'Use a JWT authorizer, or access: iam.')
  }
  const { issuer, audience, identitySource, scopes } = authorizer
  return { issuer, audience, identitySource, scopes }
}

/** `oche dev` takes folders too; Lambda has published layers only. */
function requireLayerArns({ name, layers }: FunctionConfig): void {
  const folder = layers.find((layer) => !layer.startsWith('arn:'))
  if (folder === undefined) return
  throw unsupported(
    name,
    `the layer ${folder}, a folder of this machine`,
    'Publish it (aws lambda publish-layer-version) and name its ARN in "layers", or put its files into the package by "include".',
  )
}

function unsupported(name: string, what: string, instead: string): OcheError {
  return new OcheError('DEPLOY_UNSUPPORTED', `oche deploy cannot make ${what} (${name})`, {
    remedy: `${instead} It runs locally by "oche dev".`,
    exit: EXIT.user,
  })
}

/** A function of which only the name and the owner are known: enough to find and to delete it. */
export function bareDesired(account: Account, projectName: string, name: string): Desired {
  const tags = { [ownershipTags.project]: projectName, [ownershipTags.function]: name }
  return {
    account,
    name,
    tags,
    role: { type: 'own', trust: TRUST, managed: [], inline: undefined, boundary: undefined },
    logGroup: { name: logGroupName(name), retentionDays: 0 },
    configuration: {
      runtime: 'provided.al2023',
      handler: '',
      memory: 0,
      timeout: 0,
      ephemeralStorage: 0,
      environment: {},
      layers: [],
      subnets: [],
      securityGroups: [],
      tracing: 'PassThrough',
      logFormat: 'Text',
    },
    code: undefined,
    reservedConcurrency: undefined,
    retries: LAMBDA_RETRIES,
    endpoint: { type: 'none' },
    keepVersions: 0,
    bucket: undefined,
  }
}

/** What callers and endpoints name: the alias, which alone moves traffic. */
export function aliasArn({ account, name }: Pick<Desired, 'account' | 'name'>): string {
  return `${functionArn(account, name)}:${ALIAS}`
}
