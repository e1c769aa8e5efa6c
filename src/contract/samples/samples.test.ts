import { createHash } from 'node:crypto'
import type {
  ALBEvent,
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  LambdaFunctionURLEvent,
  S3Event,
  ScheduledEvent,
  SQSEvent,
} from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { alb } from './alb.ts'
import { functionUrl } from './function-url.ts'
import { httpApiV1 } from './http-api-v1.ts'
import { httpApiV2 } from './http-api-v2.ts'
import { sampleEvents } from './index.ts'
import { rest } from './rest.ts'
import { s3 } from './s3.ts'
import { schedule } from './schedule.ts'
import { sqs } from './sqs.ts'

/** The published types want these; events of an API without them do not have them. */
type WithoutOptional = Omit<APIGatewayProxyEvent, 'requestContext'> & {
  requestContext: Omit<APIGatewayProxyEvent['requestContext'], 'authorizer' | 'identity'> & {
    identity: Omit<
      APIGatewayProxyEvent['requestContext']['identity'],
      'apiKey' | 'apiKeyId' | 'clientCert'
    >
  }
}

const typed = {
  'http-api-v2': httpApiV2 satisfies APIGatewayProxyEventV2,
  'http-api-v1': httpApiV1 satisfies WithoutOptional,
  rest: rest satisfies WithoutOptional,
  'function-url': functionUrl satisfies LambdaFunctionURLEvent,
  alb: alb satisfies ALBEvent,
  sqs: sqs satisfies SQSEvent,
  s3: s3 satisfies S3Event,
  schedule: schedule satisfies ScheduledEvent,
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

  it('carry the digest of the message', () => {
    const [record] = sqs.Records
    expect(createHash('md5').update(record!.body).digest('hex')).toBe(record!.md5OfBody)
  })
})
