import { messageOf, OcheError } from '../../core/errors.ts'
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
  /** The region that the SDK's own chain finds, unless one is given. @throws OcheError `NO_REGION` */
  region(): Promise<string>
  send: Send
}

export interface ConnectionOptions {
  region?: string | undefined
  profile?: string | undefined
  /** Every service's. @default AWS_ENDPOINT_URL and its like, or AWS */
  endpoint?: string | undefined
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
  s3: () => import('@aws-sdk/client-s3'),
}

const CLIENTS: Record<Service, string> = {
  sts: 'STSClient',
  iam: 'IAMClient',
  logs: 'CloudWatchLogsClient',
  lambda: 'LambdaClient',
  apigateway: 'ApiGatewayV2Client',
  s3: 'S3Client',
}

/** Credentials, region and endpoint are the SDK's own business: its chain, its variables, its files. */
export function connect(options: ConnectionOptions = {}): Connection {
  const sdks = new Map<Service, Promise<Sdk>>()
  const sdk = (service: Service) => {
    const found = sdks.get(service) ?? load(service, options)
    sdks.set(service, found)
    return found
  }
  return {
    region: async () => regionOf((await sdk('lambda')).client),
    send: async <O extends Operation>(operation: O, input: Input<O>, signal?: AbortSignal) => {
      const { service, name } = splitOperation(operation)
      const { client, command } = await sdk(service)
      const output = await client.send(command(name, input), { abortSignal: signal })
      return output as Output<O>
    },
  }
}

async function load(service: Service, options: ConnectionOptions): Promise<Sdk> {
  // Which Node.js the SDK will want next year is not for the users of a tool to read.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const module = (await loaders[service]()) as Record<string, new (input: unknown) => object>
  // Retries are decided by retry-policy.ts: it knows which errors of Lambda and IAM pass.
  const client = new module[CLIENTS[service]]!({
    maxAttempts: 1,
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
