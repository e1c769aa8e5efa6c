import { foreignArchitecture } from './kinds.ts'

/** What other tools, and other words for the same thing, call the keys of `oche.yaml`. */
const KEYS: Record<string, readonly string[]> = {
  name: ['service', 'project', 'functionName', 'title'],
  source: ['entry', 'entrypoint', 'entryPoints', 'main', 'file', 'input', 'src', 'path', 'codeUri'],
  handler: ['handlerName', 'export'],
  engine: ['runtime', 'compiler', 'bundler', 'language', 'lang'],
  external: ['externals', 'externalModules', 'nodeModules', 'noExternal', 'exclude', 'packages'],
  dart: ['dartOptions', 'flutter'],
  define: ['defines', 'dartDefine', 'dartDefines', 'D'],
  extraGenSnapshotOptions: ['genSnapshotOptions', 'extra-gen-snapshot-options'],
  obfuscate: ['obfuscation'],
  symbols: ['saveDebuggingInfo', 'debugInfo', 'splitDebugInfo'],
  build: ['command', 'buildCommand', 'run', 'make', 'script'],
  arch: ['architecture', 'architectures', 'cpu', 'platform', 'target', 'targetArch', 'goarch'],
  memory: ['memorySize', 'memoryMB', 'memoryInMB', 'mem', 'ram'],
  timeout: ['timeoutSeconds', 'timeoutInSeconds', 'maxDuration', 'duration', 'timeLimit'],
  ephemeralStorage: ['ephemeralStorageSize', 'storage', 'disk', 'tmp', 'tmpSize', 'diskSize'],
  environment: ['env', 'envs', 'environmentVariables', 'envVars', 'variables', 'vars'],
  reservedConcurrency: ['reservedConcurrentExecutions', 'concurrency', 'maxConcurrency'],
  retries: ['maximumRetryAttempts', 'maxRetries', 'retry', 'retryAttempts'],
  description: ['comment', 'summary'],
  kmsKey: ['kmsKeyArn', 'kms', 'kmsKeyId'],
  provisionedConcurrency: ['provisionedConcurrentExecutions', 'provisionedConcurrencyConfig'],
  fileSystem: ['efs', 'fileSystems', 'fileSystemConfig', 'fileSystemConfigs', 'mount'],
  logLevel: ['applicationLogLevel', 'loglevel'],
  systemLogLevel: ['platformLogLevel'],
  logFormat: ['loggingFormat', 'logs', 'logging', 'loggingConfig'],
  include: ['files', 'assets', 'patterns', 'package', 'copy', 'static', 'resources', 'includes'],
  http: ['url', 'functionUrl', 'httpApi', 'endpoint', 'trigger', 'functionUrlConfig'],
  role: ['roleArn', 'iamRole', 'executionRole', 'lambdaRole', 'iam'],
  policies: ['managedPolicies', 'iamRoleStatements', 'policy', 'statements', 'inlinePolicies'],
  permissionsBoundary: ['boundary', 'rolePermissionsBoundary'],
  layers: ['layer', 'layerArns'],
  vpc: ['vpcConfig', 'network'],
  tracing: ['xray', 'tracingConfig', 'tracingMode'],
  logRetentionDays: ['logRetention', 'logRetentionInDays', 'retention', 'retentionInDays'],
  keepVersions: ['versions', 'keep', 'versionsToKeep'],
  tags: ['tag', 'labels'],
  functions: ['function', 'lambdas', 'handlers'],
  events: ['triggers', 'trigger', 'eventSources', 'sources', 'on'],
  onFailure: ['deadLetterQueue', 'dlq', 'onError', 'deadLetter'],
  // Below `events`.
  schedule: ['cron', 'rate', 'scheduler', 'timer', 'scheduleV2'],
  sqs: ['queue', 'sqsEvent'],
  sns: ['topic'],
  dynamodb: ['dynamo', 'ddb', 'stream', 'table'],
  eventbridge: ['eventBus', 'eventBridgeRule', 'cloudwatchEvent', 'rule'],
  queue: ['arn', 'queueArn'],
  topic: ['arn', 'topicArn'],
  stream: ['arn', 'streamArn'],
  expression: ['schedule', 'scheduleExpression', 'rate', 'cron'],
  timezone: ['timeZone', 'scheduleExpressionTimezone', 'tz'],
  window: ['maximumBatchingWindow', 'maximumBatchingWindowInSeconds', 'batchWindow'],
  partialFailures: ['reportBatchItemFailures', 'functionResponseType', 'functionResponseTypes'],
  filter: ['filterPolicy', 'filterPatterns', 'filterCriteria', 'filters'],
  parallelism: ['parallelizationFactor'],
  maxAge: ['maximumRecordAgeInSeconds', 'maximumRecordAge'],
  bisect: ['bisectBatchOnFunctionError', 'bisectBatchOnError'],
  pattern: ['eventPattern'],
  bus: ['eventBusName', 'eventBus'],
  api: ['apiGateway', 'gateway', 'restApi', 'apis'],
  // Below `api`.
  domain: ['customDomain', 'domainName', 'hostname', 'host'],
  certificate: ['certificateArn', 'acmCertificate', 'cert'],
  basePath: ['basepath', 'prefix', 'mapping'],
  hostedZone: ['hostedZoneId', 'zone', 'zoneId', 'route53'],
  throttling: ['throttle', 'limits', 'rateLimit'],
  rate: ['rateLimit', 'throttlingRateLimit'],
  burst: ['burstLimit', 'throttlingBurstLimit'],
  accessLogs: ['accessLog', 'accessLogSettings', 'accessLogging'],
  // Below `http`, `http.cors`, `http.authorizer`, `vpc` and `include`.
  kind: ['type'],
  access: ['auth', 'authType', 'authorization', 'public'],
  routes: ['route', 'path', 'paths', 'methods'],
  stage: ['stageName'],
  streaming: ['stream', 'invokeMode', 'responseStreaming'],
  authorizer: ['authorizers', 'jwtAuthorizer'],
  origins: ['allowOrigins', 'allowedOrigins', 'allowOrigin'],
  methods: ['allowMethods', 'allowedMethods'],
  headers: ['allowHeaders', 'allowedHeaders'],
  exposeHeaders: ['exposedHeaders'],
  credentials: ['allowCredentials'],
  issuer: ['issuerUrl'],
  audience: ['audiences'],
  identitySource: ['identitySources'],
  ttl: ['resultTtlInSeconds', 'ttlInSeconds', 'authorizerResultTtlInSeconds'],
  subnets: ['subnetIds', 'subnet'],
  securityGroups: ['securityGroupIds', 'securityGroup'],
  from: ['src', 'source', 'path'],
  to: ['dest', 'destination', 'target'],
}

/** Other words for values, by the key they stand at. */
const VALUES: Record<string, Record<string, readonly string[]>> = {
  engine: { node: ['nodejs', 'esbuild', 'nodejs20x', 'nodejs22x', 'nodejs24x'] },
  logFormat: { text: ['plain'], json: ['structured'] },
  logRetentionDays: { never: ['forever', 'infinite', 'unlimited', 'off', 'none'] },
  logLevel: { warn: ['warning'], fatal: ['critical'] },
  systemLogLevel: { warn: ['warning'] },
  kind: {
    url: ['functionUrl', 'lambdaUrl', 'lambda'],
    'http-api': ['http', 'apigateway', 'apigatewayv2', 'api', 'apigw', 'gateway'],
    rest: ['restApi', 'apigatewayv1'],
    alb: ['elb', 'loadBalancer', 'applicationLoadBalancer'],
    none: ['off', 'false', 'no', 'disabled'],
  },
  access: { public: ['none', 'open', 'anyone', 'anonymous'], iam: ['awsIam', 'private'] },
  permissions: { basic: ['default'], minimal: ['least', 'none'] },
  lang: { ts: ['typescript', 'javascript', 'js', 'node', 'bun'] },
}
VALUES['http'] = VALUES['kind']!
VALUES['as'] = VALUES['kind']!

/** `memory_size`, `MemorySize` and `memory-size` are one word. */
const plain = (word: string) => word.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** The key of those that are known which `word` stands for. */
export function meantKey(word: string, known: readonly string[]): string | undefined {
  const wanted = plain(word)
  return (
    known.find((key) => plain(key) === wanted) ??
    known.find((key) => has(KEYS, key) && KEYS[key]!.some((other) => plain(other) === wanted))
  )
}

/** The value of those that `key` takes which `word` stands for. */
export function meantValue(
  key: string,
  word: string,
  known: readonly string[],
): string | undefined {
  if (key === 'arch') return foreignArchitecture(word)
  const wanted = plain(word)
  const others = has(VALUES, key) ? VALUES[key]! : {}
  return (
    known.find((value) => plain(value) === wanted) ??
    known.find((value) => has(others, value) && others[value]!.some((one) => plain(one) === wanted))
  )
}

function has(table: object, key: string): boolean {
  return Object.hasOwn(table, key)
}
