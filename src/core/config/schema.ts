import { z } from 'zod'
import { endpointKinds } from '../../contract/http/endpoints/index.ts'
import { defaults } from '../defaults.ts'
import { apiSchema } from './api.ts'
import type { HttpInput } from './http.ts'
import { destinationSchema, eventsSchema } from './events/schema.ts'
import { routeMistake, ROUTE } from './routes.ts'
import { text } from './text.ts'
import { ARCHITECTURES, ENDPOINT_KINDS, ENGINES, type EndpointKind } from './kinds.ts'

/**
 * The one definition of `oche.yaml`: the program checks with it and the published JSON Schema is
 * generated from it. Descriptions end up in editors.
 */

export type { Architecture, EndpointKind, Language } from './kinds.ts'

export const functionName = text(
  /^[A-Za-z0-9_-]{1,64}$/,
  'a function name has 1 to 64 letters, digits, - and _',
  'Choose a shorter or plainer one, e.g. "orders-api".',
)
const arn = (service: string, example: string) =>
  text(
    new RegExp(`^arn:aws[a-z-]*:${service}`),
    `expected an ARN such as ${example}`,
    `Write the whole ARN: ${example}`,
  )
const strings = z.array(z.string())

const origin = text(
  /^(\*|https?:\/\/(\*|[^/\s]+))$/,
  'an origin is "*" or a scheme and a host without a path',
  'Write it as browsers send it, without a slash at the end: "https://example.com".',
)
const corsMethod = text(
  /^(\*|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/,
  'a method is "*", GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS',
  'Write it in capitals, as browsers send it.',
)

/** YAML takes `PORT: 8080` for a number; AWS knows text only. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)

const cors = z
  .strictObject({
    origins: z.array(origin).default(['*']).describe('Allowed origins; "*" for any'),
    methods: z.array(corsMethod).default(['*']).describe('Allowed methods; "*" for any'),
    headers: strings.default([]).describe('Request headers a browser may send'),
    exposeHeaders: strings.default([]).describe('Response headers a script may read'),
    credentials: z.boolean().default(false).describe('Cookies and Authorization allowed'),
    maxAge: z.number().int().min(0).max(86_400).default(0).describe('Seconds a preflight is kept'),
  })
  .superRefine((value, context) => {
    if (!value.credentials || !value.origins.includes('*')) return
    context.addIssue({
      code: 'custom',
      message: 'credentials: true needs named origins instead of "*"',
      params: { remedy: 'Name the origins: origins: ["https://example.com"].' },
    })
  })

const identitySource = text(
  /^\$(request\.(header|querystring)|context|stageVariables)\.\S+$/,
  'expected a place in the request',
  'Write "$request.header.Authorization" or "$request.querystring.token".',
)

const jwtAuthorizer = z.strictObject({
  type: z.literal('jwt').describe('jwt: a token is checked; lambda: a function is asked'),
  issuer: text(
    /^https?:\/\/\S+$/,
    'an issuer is a URL',
    'Write the iss claim of its tokens: "https://issuer.example".',
  ).describe('The iss claim that tokens must carry'),
  audience: strings
    .default([])
    .describe('Any of these must be in the aud or client_id claim; not of a REST API'),
  identitySource: identitySource
    .default('$request.header.Authorization')
    .describe('Where in a request the token stands'),
  scopes: strings.default([]).describe('Any of these must be in the scope or scp claim'),
  jwks: z
    .string()
    .optional()
    .describe('Keys for local use: a URL or a file. Default: found by the issuer'),
})

const lambdaAuthorizer = z.strictObject({
  type: z.literal('lambda'),
  function: functionName.describe('A function of this file'),
  identitySource: z.array(identitySource).default(['$request.header.Authorization']),
  payloadFormat: z
    .enum(['1.0', '2.0'])
    .default('2.0')
    .describe('Of the event that the function gets; an HTTP API’s only'),
  simpleResponses: z.boolean().default(true).describe('{isAuthorized, context}, not a policy'),
  ttl: z.number().int().min(0).max(3600).default(300).describe('Seconds a decision is kept'),
})

const route = z
  .string()
  .meta({ pattern: ROUTE.source })
  .superRefine((value, context) => {
    const mistake = routeMistake(value)
    if (mistake === undefined) return
    context.addIssue({
      code: 'custom',
      message: mistake.message,
      params: { remedy: mistake.remedy },
    })
  })

const httpLong = z.strictObject({
  kind: z.enum(ENDPOINT_KINDS).default(defaults.http).describe('The kind of endpoint'),
  access: z
    .enum(['iam', 'public'])
    .default('iam')
    .describe('iam: callers sign their requests. public: anybody on the internet may call'),
  routes: z.array(route).min(1).default(['$default']).describe('Which requests it gets'),
  stage: text(
    /^(\$default|[A-Za-z0-9_-]{1,128})$/,
    'a stage has 1 to 128 letters, digits, - and _',
    'Choose a plainer name, e.g. "prod".',
  )
    .optional()
    .describe('Default: $default; rest: prod'),
  binaryMediaTypes: strings.default([]).describe('rest: media types passed as base64'),
  streaming: z.boolean().default(false).describe('url: RESPONSE_STREAM; rest: STREAM'),
  multiValueHeaders: z.boolean().default(false).describe('alb: multi-value headers'),
  cors: cors.optional().describe('What pages of other origins may do'),
  authorizer: z
    .discriminatedUnion('type', [jwtAuthorizer, lambdaAuthorizer])
    .optional()
    .describe('What decides who may call'),
})

/** The command line of Dart splits both of these at commas. */
const dartValue = text(
  /^[^,]*$/,
  'dart splits a value at its commas',
  'Put it into a file, or read it from a variable of the environment.',
)

/** What `dart compile exe` is told besides. */
const dartOptions = z.strictObject({
  define: z
    .record(
      text(
        /^[^\s=,]+$/,
        'a name has no space, = or comma',
        'Choose a plainer name, e.g. "FLAVOR".',
      ),
      scalar.pipe(dartValue),
    )
    .describe('Values of String.fromEnvironment and the like')
    .optional(),
  extraGenSnapshotOptions: z
    .array(
      text(
        /^--[^\s,]+$/,
        'an option begins with -- and has no space or comma',
        'Write each option of gen_snapshot as an entry of its own: ["--no-code-comments"].',
      ),
    )
    .describe('Options of gen_snapshot')
    .optional(),
  obfuscate: z
    .boolean()
    .describe('Names in the executable mean nothing; those of stack traces are in the symbols')
    .optional(),
  symbols: z
    .boolean()
    .describe('Stack traces are addresses, for which a file beside the zip has the names')
    .optional(),
})

/** Environment variables by name. */
const variables = z.record(
  text(
    /^[A-Za-z][A-Za-z0-9_]+$/,
    'a variable name has two or more letters, digits and _, a letter first',
    'Choose another name for the variable.',
  ),
  scalar,
)

/** What only `oche dev` and `oche invoke` look at. */
const local = z.strictObject({
  environment: variables
    .describe('Variables of the local function alone, before those of environment')
    .optional(),
  maxConcurrency: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('Invocations at once in one process, as on Lambda Managed Instances'),
})

const subnet = text(/^subnet-[0-9a-z]+$/, 'a subnet is named by its id', 'Write "subnet-0abc…".')
const securityGroup = text(
  /^sg-[0-9a-zA-Z]+$/,
  'a security group is named by its id',
  'Write "sg-0abc…".',
)
const fileSystem = z.strictObject({
  arn: arn(
    'elasticfilesystem:[^:]+:\\d{12}:access-point\\/',
    'arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0abc…',
  ).describe('Of an access point'),
  path: text(
    /^\/mnt\/[A-Za-z0-9_.-]+$/,
    'a file system is mounted at a folder of /mnt',
    'Write "/mnt/data".',
  ).describe('Where the function finds it'),
})
const policyArn = arn('iam::(aws|\\d{12}):policy\\/', 'arn:aws:iam::123456789012:policy/name')
const policy = z.union([policyArn, z.record(z.string(), z.unknown())])

/** The keys that stand at the top and in every entry of `functions`. */
const functionKeys = {
  source: z.string().min(1).describe('The file that exports the handler').optional(),
  handler: text(
    /^\S{1,128}$/,
    'a handler has 1 to 128 characters and no space',
    'Write the file and the export: "hello.handler".',
  )
    .describe('Which of several named handlers; becomes _HANDLER')
    .optional(),
  engine: z.enum(ENGINES).describe('What turns TypeScript into an executable').optional(),
  external: z
    .array(
      text(
        /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i,
        'a package is named as npm names it, without a path in it',
        'Write the name alone: "sharp" or "@prisma/client".',
      ),
    )
    .describe('TypeScript: packages that are not bundled, but packed with all they need')
    .optional(),
  dart: dartOptions.describe('Dart: what its compiler is told').optional(),
  build: z
    .string()
    .min(1)
    .describe('Any compiler instead; gets OCHE_OUT (path to write) and OCHE_TARGET_ARCH')
    .optional(),
  arch: z.enum(ARCHITECTURES).describe('Architecture of the function').optional(),
  memory: z.number().int().min(128).max(10_240).describe('MB').optional(),
  timeout: z.number().int().min(1).max(900).describe('Seconds').optional(),
  ephemeralStorage: z.number().int().min(512).max(10_240).describe('MB of /tmp').optional(),
  environment: variables.describe('Values may be ${env:NAME}: read where oche runs').optional(),
  description: z.string().max(256).describe('Of the function, as the console shows it').optional(),
  kmsKey: arn('kms:[^:]+:\\d{12}:(key|alias)\\/', 'arn:aws:kms:eu-west-1:123456789012:key/…')
    .describe('What the environment is encrypted with; a key of Lambda’s by default')
    .optional(),
  reservedConcurrency: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Executions at once that are kept for the function, and its limit'),
  provisionedConcurrency: z
    .number()
    .int()
    .min(1)
    .describe('Environments that are kept ready for the alias')
    .optional(),
  retries: z.number().int().min(0).max(2).describe('Of asynchronous invocations').optional(),
  logFormat: z
    .enum(['text', 'json'])
    .optional()
    .describe('Of the lines that the function and Lambda write'),
  logLevel: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .describe('What of the function’s own lines is kept; with logFormat: json')
    .optional(),
  systemLogLevel: z
    .enum(['debug', 'info', 'warn'])
    .describe('What of Lambda’s lines is kept; with logFormat: json')
    .optional(),
  include: z
    .array(
      z.strictObject({
        from: z.string().min(1).describe('A file or folder of the project'),
        to: z
          .string()
          .min(1)
          .optional()
          .describe('Where it lies in the package; default: where it lies in the project'),
      }),
    )
    .describe('Further files and folders for the package')
    .optional(),
  http: z
    .union([z.enum(ENDPOINT_KINDS), httpLong])
    .describe('The endpoint')
    .optional(),
  events: eventsSchema.describe('What starts the function besides requests').optional(),
  onSuccess: destinationSchema
    .describe('Is told of asynchronous invocations that succeeded')
    .optional(),
  onFailure: destinationSchema
    .describe('Is told of asynchronous invocations that failed')
    .optional(),
  local: local.describe('What only oche dev looks at').optional(),
  role: arn('iam::\\d{12}:role\\/', 'arn:aws:iam::123456789012:role/name')
    .describe('Execution role; one is made by default')
    .optional(),
  policies: z.array(policy).describe('ARNs of managed policies, or inline policies').optional(),
  permissions: z
    .enum(['basic', 'minimal'])
    .optional()
    .describe('basic: AWSLambdaBasicExecutionRole; minimal: its own log group only'),
  permissionsBoundary: policyArn
    .optional()
    .describe('ARN of the policy that bounds the role that is made'),
  layers: z
    .array(z.string().min(1))
    .max(5)
    .describe('ARNs of layer versions, or folders')
    .optional(),
  vpc: z
    .strictObject({
      subnets: z.array(subnet).min(1).max(16).describe('Ids of subnets'),
      securityGroups: z.array(securityGroup).min(1).max(5).describe('Ids of security groups'),
    })
    .optional()
    .describe('The network that the function is in'),
  fileSystem: z
    .union([fileSystem, z.array(fileSystem).min(1).max(1)])
    .describe('An access point of EFS, mounted at a path below /mnt; needs vpc')
    .optional(),
  tracing: z.boolean().describe('X-Ray').optional(),
  logRetentionDays: z
    .union([
      z.literal('never'),
      ...[
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
      ]
        .concat([3288, 3653])
        .map((days) => z.literal(days)),
    ])
    .describe('Days that the log group is kept for; never: for ever')
    .optional(),
  keepVersions: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Published versions that are kept for oche rollback'),
  tags: z.record(z.string(), scalar).describe('On everything that is made').optional(),
}

export const functionSchema = z.strictObject(functionKeys)

/** What a stage may say besides: everything but the stages. */
const projectKeys = {
  name: functionName.describe('Default: package.json, pubspec.yaml or folder name').optional(),
  account: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(
      text(
        /^\d{12}$/,
        'an account has 12 digits',
        'Write all of them, in quotes: account: "123456789012".',
      ),
    )
    .describe('The one account that is deployed to')
    .optional(),
  region: text(
    /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
    'a region is called as AWS calls it',
    'Write it as AWS does: "eu-west-1".',
  )
    .describe('The one region that is deployed to')
    .optional(),
  api: apiSchema.describe('The API that functions share').optional(),
  ...functionKeys,
  functions: z
    .record(functionName, functionSchema)
    .describe('Several functions; each inherits the keys above')
    .optional(),
}

const stageName = text(
  /^[A-Za-z0-9_-]{1,32}$/,
  'a stage has 1 to 32 letters, digits, - and _',
  'Choose a plainer name, e.g. "prod".',
)

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  ...projectKeys,
  stage: stageName.describe('The stage where --stage names none').optional(),
  // What stands in one is checked together with all that it overrides.
  stages: z
    .record(stageName, z.record(z.string(), z.unknown()).nullable())
    .describe('What differs from stage to stage: any key, and functions by name')
    .optional(),
})

/** `http:` in its long form, defaults filled in. */
export type HttpConfig = z.output<typeof httpLong> & { stage: string }
export type LocalConfig = z.output<typeof local>
export type CorsConfig = z.output<typeof cors>
export type AuthorizerConfig = NonNullable<z.output<typeof httpLong>['authorizer']>
export type FunctionKeys = z.output<typeof functionSchema>
export type Config = z.output<typeof configSchema>

/** The long form of `http:`, with the defaults that depend on the kind. */
export function normalizeHttp(http: HttpInput | undefined): HttpConfig {
  const long = httpLong.parse(typeof http === 'object' ? http : { kind: http ?? defaults.http })
  return { ...long, stage: long.stage ?? defaultStage(long.kind) }
}

/** The stage of an endpoint that names none. */
export function defaultStage(kind: EndpointKind): string {
  return kind === 'none' ? '$default' : endpointKinds[kind].defaultStage
}

/** The JSON Schema of `oche.yaml`, for editors. */
export function jsonSchema(): JsonSchema {
  const schema = jsonOf(configSchema)
  const { stages } = schema['properties'] as Record<string, JsonSchema>
  const stage = withoutRequired(jsonOf(z.strictObject(projectKeys)))
  const properties = {
    ...(schema['properties'] as JsonSchema),
    stages: { ...stages, additionalProperties: { anyOf: [stage, { type: 'null' }] } },
  }
  return { ...schema, properties, title: 'oche.yaml' }
}

type JsonSchema = Record<string, unknown>

function jsonOf(schema: z.ZodType): JsonSchema {
  return { ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) }
}

/** A stage says only what differs. */
function withoutRequired(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutRequired)
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(
    ([key, value]) => key !== '$schema' && !(key === 'required' && Array.isArray(value)),
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutRequired(value)]))
}
