import { messageOf, OcheError } from '../../core/errors.ts'
import { credentialProvider, type Provider } from './credentials.ts'
import { httpHandler } from './network.ts'
import { readProfile, type Profile } from './profile.ts'
import {
  splitOperation,
  type Input,
  type Operation,
  type Output,
  type Service,
} from './operations.ts'

/** Sends one call, once: no retry, no waiting. */
export type Send = <O extends Operation>(
  operation: O,
  input: Input<O>,
  signal?: AbortSignal,
) => Promise<Output<O>>

export interface Connection {
  /**
   * The region that the SDK's own chain finds, unless one is given.
   *
   * @throws OcheError `NO_REGION`, `PROFILE_UNKNOWN`, `CA_BUNDLE_UNREADABLE`
   */
  region(): Promise<string>
  send: Send
  /**
   * The profile's region, where it has one, and who the calls are signed by: for programs that run here.
   *
   * @throws OcheError `PROFILE_UNKNOWN`, `CA_BUNDLE_UNREADABLE`
   */
  access(): Promise<Access>
}

interface Access {
  region: string | undefined
  /** New ones before the last have ended. @throws OcheError `NO_CREDENTIALS`, `CREDENTIALS_EXPIRED`, … */
  credentials: Provider
}

export interface ConnectionOptions {
  region?: string | undefined
  profile?: string | undefined
  /** Every service's. @default AWS_ENDPOINT_URL and its like, or AWS */
  endpoint?: string | undefined
  /** Asks a person for the code of an MFA device; undefined where there is nobody to ask. */
  askMfaCode?: ((device: string) => Promise<string>) | undefined
}

/** What all clients of a connection share. */
interface Shared {
  profile: Profile
  credentials: Provider
  requestHandler: object
}

interface Client {
  config: { region(): Promise<string> }
  send(command: object, options?: { abortSignal?: AbortSignal | undefined }): Promise<unknown>
}

interface Sdk {
  client: Client
  command(name: string, input: unknown): object
}

/** An SDK client takes tens of milliseconds to load, so each is loaded by its first call. */
const loaders: Record<Service, () => Promise<object>> = {
  sts: () => import('@aws-sdk/client-sts'),
  iam: () => import('@aws-sdk/client-iam'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  lambda: () => import('@aws-sdk/client-lambda'),
  apigateway: () => import('@aws-sdk/client-apigatewayv2'),
  apigatewayv1: () => import('@aws-sdk/client-api-gateway'),
  s3: () => import('@aws-sdk/client-s3'),
  ssm: () => import('@aws-sdk/client-ssm'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  scheduler: () => import('@aws-sdk/client-scheduler'),
  sns: () => import('@aws-sdk/client-sns'),
  events: () => import('@aws-sdk/client-eventbridge'),
  tag: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  acm: () => import('@aws-sdk/client-acm'),
  route53: () => import('@aws-sdk/client-route-53'),
}

const CLIENTS: Record<Service, string> = {
  sts: 'STSClient',
  iam: 'IAMClient',
  logs: 'CloudWatchLogsClient',
  lambda: 'LambdaClient',
  apigateway: 'ApiGatewayV2Client',
  apigatewayv1: 'APIGatewayClient',
  s3: 'S3Client',
  ssm: 'SSMClient',
  secretsmanager: 'SecretsManagerClient',
  scheduler: 'SchedulerClient',
  sns: 'SNSClient',
  events: 'EventBridgeClient',
  tag: 'ResourceGroupsTaggingAPIClient',
  acm: 'ACMClient',
  route53: 'Route53Client',
}

/** What the SDK has to say of an attempt is ours to tell; without a logger it writes to standard error. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} }

/** Region and endpoint are the SDK's own business: its chain, its variables, its files. */
export function connect(options: ConnectionOptions = {}): Connection {
  const sdks = new Map<Service, Promise<Sdk>>()
  let shared: Promise<Shared> | undefined
  const sdk = (service: Service) => {
    shared ??= share(options)
    const found = sdks.get(service) ?? load(service, options, shared)
    sdks.set(service, found)
    return found
  }
  return {
    access: async () => {
      const { profile, credentials } = await (shared ??= share(options))
      return { region: profile.settings['region'], credentials }
    },
    region: async () => regionOf((await sdk('lambda')).client),
    send: async <O extends Operation>(operation: O, input: Input<O>, signal?: AbortSignal) => {
      const { service, name } = splitOperation(operation)
      const { client, command } = await sdk(service)
      const output = await client.send(command(name, input), { abortSignal: signal })
      return output as Output<O>
    },
  }
}

/** @throws OcheError `PROFILE_UNKNOWN`, `CA_BUNDLE_UNREADABLE` */
async function share({ region, askMfaCode, profile: chosen }: ConnectionOptions): Promise<Shared> {
  // Which Node.js the SDK will want next year is not for the users of a tool to read.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const profile = await readProfile(chosen)
  const requestHandler = httpHandler(process.env['AWS_CA_BUNDLE'] || profile.settings['ca_bundle'])
  const client = { requestHandler, ...(region && { region }) }
  const credentials = credentialProvider({ profile, client, askMfaCode })
  return { profile, credentials, requestHandler }
}

async function load(
  service: Service,
  options: ConnectionOptions,
  shared: Promise<Shared>,
): Promise<Sdk> {
  const { credentials, requestHandler } = await shared
  const module = (await loaders[service]()) as Record<string, new (input: unknown) => object>
  // Retries are decided by retry-policy.ts: it knows which errors of Lambda and IAM pass.
  const client = new module[CLIENTS[service]]!({
    maxAttempts: 1,
    logger: SILENT,
    credentials,
    requestHandler,
    // A variable that is set to nothing is not set.
    ...(options.region && { region: options.region }),
    ...(options.profile && { profile: options.profile }),
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    // Buckets by path: a server of one's own has no subdomains.
    ...(service === 's3' && isElsewhere(options) && { forcePathStyle: true }),
  }) as Client
  return { client, command: (name, input) => new module[`${name}Command`]!(input) }
}

/** True where calls go to a server that is not AWS. */
export function hasOwnEndpoint(env: NodeJS.ProcessEnv = process.env): boolean {
  return Object.keys(env).some((name) => name.startsWith('AWS_ENDPOINT_URL') && env[name] !== '')
}

function isElsewhere({ endpoint }: ConnectionOptions): boolean {
  return endpoint !== undefined || hasOwnEndpoint()
}

async function regionOf(client: Client): Promise<string> {
  try {
    return await client.config.region()
  } catch (cause) {
    // The SDK has two complaints: that it found none, and what is wrong with the one it found.
    const wrong = /^Region not accepted: (.*?)\.?$/.exec(messageOf(cause))?.[1]
    throw new OcheError('NO_REGION', wrong ?? 'no AWS region is set', {
      remedy: 'Give --region, set AWS_REGION, or type: aws configure set region <region>',
      cause,
    })
  }
}
