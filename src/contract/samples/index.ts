import { alb } from './alb.ts'
import { functionUrl } from './function-url.ts'
import { httpApiV1 } from './http-api-v1.ts'
import { httpApiV2 } from './http-api-v2.ts'
import { rest } from './rest.ts'
import { s3 } from './s3.ts'
import { schedule } from './schedule.ts'
import { sqs } from './sqs.ts'

export interface SampleEvent {
  /** What it stands for, in a line. */
  description: string
  event: unknown
}

/** Events to try a function with, by the name that `oche invoke --event` takes. */
export const sampleEvents: Readonly<Record<string, SampleEvent>> = {
  'http-api-v2': { description: 'HTTP API, payload format 2.0: POST with JSON', event: httpApiV2 },
  'http-api-v1': { description: 'HTTP API, payload format 1.0: POST with JSON', event: httpApiV1 },
  rest: { description: 'REST API, Lambda proxy integration: POST with JSON', event: rest },
  'function-url': { description: 'Function URL: POST with JSON', event: functionUrl },
  alb: { description: 'Application Load Balancer: POST with JSON', event: alb },
  sqs: { description: 'SQS: a batch of one message', event: sqs },
  s3: { description: 'S3: an object was put', event: s3 },
  schedule: { description: 'EventBridge: a scheduled rule fired', event: schedule },
}
