import { alb, albMultiValue } from './alb.ts'
import { authorizerToken, authorizerV1, authorizerV2 } from './authorizers.ts'
import { cloudwatchLogs } from './cloudwatch-logs.ts'
import {
  cognitoCustomMessage,
  cognitoPostConfirmation,
  cognitoPreSignUp,
  cognitoPreToken,
} from './cognito.ts'
import { dynamodb } from './dynamodb.ts'
import { eventbridge } from './eventbridge.ts'
import { functionUrl } from './function-url.ts'
import { httpApiV1 } from './http-api-v1.ts'
import { httpApiV2 } from './http-api-v2.ts'
import { kinesis } from './kinesis.ts'
import { rest } from './rest.ts'
import { s3 } from './s3.ts'
import { schedule } from './schedule.ts'
import { sns } from './sns.ts'
import { sqs } from './sqs.ts'
import { websocketConnect, websocketDisconnect, websocketMessage } from './websocket.ts'

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
  'alb-multi-value': {
    description: 'Application Load Balancer with multi-value headers: POST with JSON',
    event: albMultiValue,
  },
  'websocket-connect': { description: 'WebSocket API: a client connects', event: websocketConnect },
  'websocket-message': { description: 'WebSocket API: a message', event: websocketMessage },
  'websocket-disconnect': {
    description: 'WebSocket API: a client is gone',
    event: websocketDisconnect,
  },
  'authorizer-v2': {
    description: 'authorizer of an HTTP API, payload format 2.0',
    event: authorizerV2,
  },
  'authorizer-v1': {
    description: 'authorizer of an HTTP API, payload format 1.0, or of a REST API (REQUEST)',
    event: authorizerV1,
  },
  'authorizer-token': { description: 'authorizer of a REST API (TOKEN)', event: authorizerToken },
  sqs: { description: 'SQS: a batch of one message', event: sqs },
  sns: { description: 'SNS: a notification', event: sns },
  dynamodb: { description: 'DynamoDB stream: an item was made, and changed', event: dynamodb },
  kinesis: { description: 'Kinesis: a batch of one record', event: kinesis },
  s3: { description: 'S3: an object was put', event: s3 },
  schedule: { description: 'EventBridge: a scheduled rule fired', event: schedule },
  eventbridge: { description: 'EventBridge: an event of an application', event: eventbridge },
  'cloudwatch-logs': {
    description: 'CloudWatch Logs: a subscription, compressed',
    event: cloudwatchLogs,
  },
  'cognito-pre-sign-up': { description: 'Cognito: somebody signs up', event: cognitoPreSignUp },
  'cognito-post-confirmation': {
    description: 'Cognito: signing up was confirmed',
    event: cognitoPostConfirmation,
  },
  'cognito-pre-token': {
    description: 'Cognito: tokens are made (version 2 of the trigger)',
    event: cognitoPreToken,
  },
  'cognito-custom-message': {
    description: 'Cognito: a message is sent',
    event: cognitoCustomMessage,
  },
}
