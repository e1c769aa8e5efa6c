import type { IncomingHttpHeaders } from 'node:http'
import type { Operation, Service } from '../../../src/deploy/aws/operations.ts'

/** A request as the proxy sees it. */
export interface WireRequest {
  method: string
  /** With query. */
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Names of services as they are signed. */
const SIGNED: Record<string, Service> = {
  sts: 'sts',
  iam: 'iam',
  logs: 'logs',
  lambda: 'lambda',
  apigateway: 'apigateway',
  s3: 's3',
  ssm: 'ssm',
  secretsmanager: 'secretsmanager',
  scheduler: 'scheduler',
  sns: 'sns',
  events: 'events',
  tagging: 'tag',
  acm: 'acm',
  route53: 'route53',
}

export function serviceOf({ headers, path }: WireRequest): Service | undefined {
  const signed = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')
  const service = SIGNED[signed?.[1] ?? '']
  // Both APIs of API Gateway are signed alike.
  return service === 'apigateway' && !path.startsWith('/v2/') ? 'apigatewayv1' : service
}

type Route = [method: string, path: RegExp, name: string]

const lambdaRoutes: Route[] = [
  ['POST', /\/functions$/, 'CreateFunction'],
  ['GET', /\/functions\/[^/]+$/, 'GetFunction'],
  ['DELETE', /\/functions\/[^/]+$/, 'DeleteFunction'],
  ['GET', /\/configuration$/, 'GetFunctionConfiguration'],
  ['PUT', /\/configuration$/, 'UpdateFunctionConfiguration'],
  ['PUT', /\/code$/, 'UpdateFunctionCode'],
  ['POST', /\/versions$/, 'PublishVersion'],
  ['GET', /\/versions$/, 'ListVersionsByFunction'],
  ['POST', /\/aliases$/, 'CreateAlias'],
  ['GET', /\/aliases$/, 'ListAliases'],
  ['GET', /\/aliases\/[^/]+$/, 'GetAlias'],
  ['PUT', /\/aliases\/[^/]+$/, 'UpdateAlias'],
  ['DELETE', /\/aliases\/[^/]+$/, 'DeleteAlias'],
  ['POST', /\/policy$/, 'AddPermission'],
  ['GET', /\/policy$/, 'GetPolicy'],
  ['DELETE', /\/policy\/[^/]+$/, 'RemovePermission'],
  ['POST', /\/url$/, 'CreateFunctionUrlConfig'],
  ['GET', /\/url$/, 'GetFunctionUrlConfig'],
  ['PUT', /\/url$/, 'UpdateFunctionUrlConfig'],
  ['DELETE', /\/url$/, 'DeleteFunctionUrlConfig'],
  ['GET', /\/provisioned-concurrency$/, 'GetProvisionedConcurrencyConfig'],
  ['PUT', /\/provisioned-concurrency$/, 'PutProvisionedConcurrencyConfig'],
  ['DELETE', /\/provisioned-concurrency$/, 'DeleteProvisionedConcurrencyConfig'],
  ['PUT', /\/concurrency$/, 'PutFunctionConcurrency'],
  ['DELETE', /\/concurrency$/, 'DeleteFunctionConcurrency'],
  ['PUT', /\/event-invoke-config$/, 'PutFunctionEventInvokeConfig'],
  ['GET', /\/event-invoke-config$/, 'GetFunctionEventInvokeConfig'],
  ['DELETE', /\/event-invoke-config$/, 'DeleteFunctionEventInvokeConfig'],
  ['GET', /\/event-source-mappings\/?$/, 'ListEventSourceMappings'],
  ['POST', /\/event-source-mappings\/?$/, 'CreateEventSourceMapping'],
  ['PUT', /\/event-source-mappings\/[^/]+$/, 'UpdateEventSourceMapping'],
  ['DELETE', /\/event-source-mappings\/[^/]+$/, 'DeleteEventSourceMapping'],
  ['GET', /\/tags\//, 'ListTags'],
  ['POST', /\/tags\//, 'TagResource'],
  ['DELETE', /\/tags\//, 'UntagResource'],
  ['POST', /\/invocations$/, 'Invoke'],
]

const apiRoutes: Route[] = [
  ['GET', /\/apis$/, 'GetApis'],
  ['POST', /\/apis$/, 'CreateApi'],
  ['GET', /\/apis\/[^/]+$/, 'GetApi'],
  ['PATCH', /\/apis\/[^/]+$/, 'UpdateApi'],
  ['DELETE', /\/apis\/[^/]+$/, 'DeleteApi'],
  ['DELETE', /\/cors$/, 'DeleteCorsConfiguration'],
  ['POST', /\/tags\//, 'TagResource'],
  ['DELETE', /\/tags\//, 'UntagResource'],
  ...inside('integrations', 'Integration'),
  ...inside('authorizers', 'Authorizer'),
  ...inside('routes', 'Route'),
  ...inside('stages', 'Stage'),
]

function inside(folder: string, name: string): Route[] {
  return [
    ['GET', new RegExp(`/${folder}$`), `Get${name}s`],
    ['POST', new RegExp(`/${folder}$`), `Create${name}`],
    ['PATCH', new RegExp(`/${folder}/[^/]+$`), `Update${name}`],
    ['DELETE', new RegExp(`/${folder}/[^/]+$`), `Delete${name}`],
  ]
}

const restRoutes: Route[] = [
  ['GET', /\/restapis$/, 'GetRestApis'],
  ['POST', /\/restapis$/, 'CreateRestApi'],
  ['GET', /\/restapis\/[^/]+$/, 'GetRestApi'],
  ['PATCH', /\/restapis\/[^/]+$/, 'UpdateRestApi'],
  ['DELETE', /\/restapis\/[^/]+$/, 'DeleteRestApi'],
  ['PUT', /\/tags\//, 'TagResource'],
  ['DELETE', /\/tags\//, 'UntagResource'],
  ['PUT', /\/integration\/responses\/\d+$/, 'PutIntegrationResponse'],
  ['PUT', /\/methods\/[^/]+\/responses\/\d+$/, 'PutMethodResponse'],
  ['GET', /\/gatewayresponses$/, 'GetGatewayResponses'],
  ['PUT', /\/gatewayresponses\/[^/]+$/, 'PutGatewayResponse'],
  ['DELETE', /\/gatewayresponses\/[^/]+$/, 'DeleteGatewayResponse'],
  ['PUT', /\/integration$/, 'PutIntegration'],
  ['PUT', /\/methods\/[^/]+$/, 'PutMethod'],
  ['DELETE', /\/methods\/[^/]+$/, 'DeleteMethod'],
  ['GET', /\/resources$/, 'GetResources'],
  ['POST', /\/resources\/[^/]+$/, 'CreateResource'],
  ['DELETE', /\/resources\/[^/]+$/, 'DeleteResource'],
  ...inside('deployments', 'Deployment'),
  ...inside('authorizers', 'Authorizer'),
  ...inside('stages', 'Stage'),
]

const schedulerRoutes: Route[] = [
  ['GET', /\/schedule-groups\/[^/]+$/, 'GetScheduleGroup'],
  ['POST', /\/schedule-groups\/[^/]+$/, 'CreateScheduleGroup'],
  ['DELETE', /\/schedule-groups\/[^/]+$/, 'DeleteScheduleGroup'],
  ['GET', /\/tags\//, 'ListTagsForResource'],
  ['POST', /\/tags\//, 'TagResource'],
  ['DELETE', /\/tags\//, 'UntagResource'],
  ['GET', /\/schedules$/, 'ListSchedules'],
  ['GET', /\/schedules\/[^/]+$/, 'GetSchedule'],
  ['POST', /\/schedules\/[^/]+$/, 'CreateSchedule'],
  ['PUT', /\/schedules\/[^/]+$/, 'UpdateSchedule'],
  ['DELETE', /\/schedules\/[^/]+$/, 'DeleteSchedule'],
]

/** By query first: the names of sub-resources stand there. */
const s3Routes: Route[] = [
  ['PUT', /\?publicAccessBlock/, 'PutPublicAccessBlock'],
  ['PUT', /\?encryption/, 'PutBucketEncryption'],
  ['PUT', /\?lifecycle/, 'PutBucketLifecycleConfiguration'],
  ['PUT', /\?tagging/, 'PutBucketTagging'],
  ['PUT', /\?notification/, 'PutBucketNotificationConfiguration'],
  ['GET', /\?notification/, 'GetBucketNotificationConfiguration'],
  ['GET', /\?tagging/, 'GetBucketTagging'],
  ['GET', /list-type=2/, 'ListObjectsV2'],
  ['POST', /\?uploads/, 'CreateMultipartUpload'],
  ['PUT', /[?&]partNumber=/, 'UploadPart'],
  ['POST', /[?&]uploadId=/, 'CompleteMultipartUpload'],
  ['DELETE', /[?&]uploadId=/, 'AbortMultipartUpload'],
  ['HEAD', /^\/[^/]+\/[^?]/, 'HeadObject'],
  ['PUT', /^\/[^/]+\/[^?]/, 'PutObject'],
  ['DELETE', /^\/[^/]+\/[^?]/, 'DeleteObject'],
  ['HEAD', /^\/[^/]+\/?(\?|$)/, 'HeadBucket'],
  ['PUT', /^\/[^/]+\/?(\?|$)/, 'CreateBucket'],
  ['DELETE', /^\/[^/]+\/?(\?|$)/, 'DeleteBucket'],
]

type Targeted = 'logs' | 'tag' | 'ssm' | 'secretsmanager' | 'events' | 'acm'

/** Services whose calls are named by a form. */
function isQueried(service: Service): service is 'iam' | 'sts' | 'sns' {
  return ['iam', 'sts', 'sns'].includes(service)
}

/** Services whose calls are named by a header. */
function isTargeted(service: Service): service is Targeted {
  return ['logs', 'tag', 'ssm', 'secretsmanager', 'events', 'acm'].includes(service)
}

const zoneRoutes: readonly Route[] = [
  ['GET', /\/hostedzone\/[^/]+$/, 'GetHostedZone'],
  ['GET', /\/rrset\/?$/, 'ListResourceRecordSets'],
  ['POST', /\/rrset\/?$/, 'ChangeResourceRecordSets'],
]

const ROUTES = {
  route53: zoneRoutes,
  lambda: lambdaRoutes,
  apigateway: apiRoutes,
  apigatewayv1: restRoutes,
  scheduler: schedulerRoutes,
  s3: s3Routes,
}

/** Which call a request is, by signed service, method and path; undefined where it is none of ours. */
export function operationOf(request: WireRequest): Operation | undefined {
  const service = serviceOf(request)
  const name = service && nameOf(service, request)
  return name === undefined ? undefined : (`${service}:${name}` as Operation)
}

function nameOf(service: Service, { method, path, headers, body }: WireRequest) {
  if (isQueried(service)) {
    return new URLSearchParams(body.toString()).get('Action') ?? undefined
  }
  if (isTargeted(service)) return String(headers['x-amz-target']).split('.')[1]
  const target = service === 's3' ? path : path.split('?')[0]!
  const routes = ROUTES[service]
  return routes.find(([verb, pattern]) => verb === method && pattern.test(target))?.[2]
}

export interface WireError {
  status: number
  code: string
  message: string
}

export interface WireResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/** An error in the format of its service. */
export function errorResponse(
  service: Service,
  { status, code, message }: WireError,
): WireResponse {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  if (isQueried(service)) {
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>0</RequestId></ErrorResponse>`
    return { status, headers: { 'content-type': 'text/xml' }, body }
  }
  if (service === 's3') {
    const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${text}</Message></Error>`
    return { status, headers: { 'content-type': 'application/xml' }, body }
  }
  if (isTargeted(service)) {
    const body = JSON.stringify({ __type: code, message })
    return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body }
  }
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code }
  return { status, headers, body: JSON.stringify({ Type: 'User', Message: message, message }) }
}
