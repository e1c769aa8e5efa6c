import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type {
  ALBEvent,
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyWebsocketEventV2,
  APIGatewayRequestAuthorizerEvent,
  APIGatewayRequestAuthorizerEventV2,
  APIGatewayTokenAuthorizerEvent,
  CloudWatchLogsEvent,
  CustomMessageTriggerEvent,
  DynamoDBStreamEvent,
  EventBridgeEvent,
  KinesisStreamEvent,
  LambdaFunctionURLEvent,
  PostConfirmationTriggerEvent,
  PreSignUpTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  S3Event,
  ScheduledEvent,
  SNSEvent,
  SQSEvent,
} from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { authorizerEventV1, authorizerEventV2 } from '../http/authorizer.ts'
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
import { sampleEvents } from './index.ts'
import { kinesis } from './kinesis.ts'
import { rest } from './rest.ts'
import { s3 } from './s3.ts'
import { schedule } from './schedule.ts'
import { sns } from './sns.ts'
import { sqs } from './sqs.ts'
import { websocketConnect, websocketDisconnect, websocketMessage } from './websocket.ts'

/** The published types want these; events of an API without them do not have them. */
type WithoutOptional = Omit<APIGatewayProxyEvent, 'requestContext'> & {
  requestContext: Omit<APIGatewayProxyEvent['requestContext'], 'authorizer' | 'identity'> & {
    identity: Omit<
      APIGatewayProxyEvent['requestContext']['identity'],
      'apiKey' | 'apiKeyId' | 'clientCert'
    >
  }
}

/** Only a message has an id; what connects and disconnects has none. */
type Websocket = Omit<APIGatewayProxyWebsocketEventV2, 'requestContext'> & {
  requestContext: Omit<APIGatewayProxyWebsocketEventV2['requestContext'], 'messageId'>
}

const typed = {
  'http-api-v2': httpApiV2 satisfies APIGatewayProxyEventV2,
  'http-api-v1': httpApiV1 satisfies WithoutOptional,
  rest: rest satisfies WithoutOptional,
  'function-url': functionUrl satisfies LambdaFunctionURLEvent,
  alb: alb satisfies ALBEvent,
  'alb-multi-value': albMultiValue satisfies ALBEvent,
  'websocket-connect': websocketConnect satisfies Websocket,
  'websocket-message': websocketMessage satisfies APIGatewayProxyWebsocketEventV2,
  'websocket-disconnect': websocketDisconnect satisfies Websocket,
  'authorizer-v2': authorizerV2 satisfies APIGatewayRequestAuthorizerEventV2,
  'authorizer-v1': authorizerV1 satisfies Omit<APIGatewayRequestAuthorizerEvent, 'requestContext'>,
  'authorizer-token': authorizerToken satisfies APIGatewayTokenAuthorizerEvent,
  sqs: sqs satisfies SQSEvent,
  sns: sns satisfies SNSEvent,
  dynamodb: dynamodb satisfies DynamoDBStreamEvent,
  kinesis: kinesis satisfies KinesisStreamEvent,
  s3: s3 satisfies S3Event,
  schedule: schedule satisfies ScheduledEvent,
  eventbridge: eventbridge satisfies EventBridgeEvent<string, unknown>,
  'cloudwatch-logs': cloudwatchLogs satisfies CloudWatchLogsEvent,
  'cognito-pre-sign-up': cognitoPreSignUp satisfies PreSignUpTriggerEvent,
  'cognito-post-confirmation': cognitoPostConfirmation satisfies PostConfirmationTriggerEvent,
  'cognito-pre-token': cognitoPreToken satisfies PreTokenGenerationV2TriggerEvent,
  'cognito-custom-message': cognitoCustomMessage satisfies CustomMessageTriggerEvent,
}

describe('the sample events', () => {
  it('all have a published type', () => {
    expect(Object.keys(sampleEvents)).toEqual(Object.keys(typed))
    expect(Object.values(sampleEvents).map(({ event }) => event)).toEqual(Object.values(typed))
  })

  it.each(Object.entries(sampleEvents))('%s survives JSON', (_, { event }) => {
    expect(JSON.parse(JSON.stringify(event))).toEqual(event)
  })

  it('carry a body of the length that their headers tell of', () => {
    for (const { body, headers } of [httpApiV2, functionUrl, alb]) {
      expect(String(body.length)).toBe(headers['content-length'])
    }
  })

  it('of authorizers are what the local Lambda gives them', () => {
    const headers = { ...httpApiV2.headers, authorization: 'Bearer a-token' }
    const { routeArn, identitySource } = authorizerV2
    expect(authorizerV2).toEqual(
      authorizerEventV2({ ...httpApiV2, headers } as never, routeArn, identitySource),
    )
    const { headers: given, multiValueHeaders, methodArn } = authorizerV1
    const event = { ...httpApiV1, headers: given, multiValueHeaders }
    expect(authorizerV1).toEqual(authorizerEventV1(event as never, methodArn, ['Bearer a-token']))
  })

  it('carry data that can be read', () => {
    const logs = gunzipSync(Buffer.from(cloudwatchLogs.awslogs.data, 'base64')).toString()
    expect(JSON.parse(logs)).toMatchObject({
      messageType: 'DATA_MESSAGE',
      logEvents: [{ message: '{"level":"error","message":"no such order"}\n' }],
    })
    const [record] = kinesis.Records
    expect(Buffer.from(record!.kinesis.data, 'base64').toString()).toBe('{"orderId":42}')
  })

  it('carry the digest of the message', () => {
    const [record] = sqs.Records
    expect(createHash('md5').update(record!.body).digest('hex')).toBe(record!.md5OfBody)
  })
})
