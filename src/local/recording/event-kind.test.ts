import { expect, it } from 'vitest'
import { sampleEvents } from '../../contract/samples/index.ts'
import { eventKind } from './event-kind.ts'

const kindOf = (event: unknown) => eventKind(Buffer.from(JSON.stringify(event)))

it('every sample is told by its form', () => {
  const kinds = Object.entries(sampleEvents).map(
    ([name, { event }]) => [name, kindOf(event).kind] as const,
  )
  const unknown = kinds.filter(([, kind]) => kind === 'event')
  expect(unknown).toEqual([])
  expect(Object.fromEntries(kinds)).toMatchObject({
    sqs: 'sqs',
    s3: 's3',
    schedule: 'schedule',
    'http-api-v2': 'http',
    rest: 'http',
    alb: 'http',
    'websocket-message': 'websocket',
  })
})

it('a request is told by method and path, a batch by its queue and how many there are', () => {
  expect(
    kindOf({ requestContext: { http: { method: 'GET' } }, rawPath: '/a', rawQueryString: 'b=1' }),
  ).toEqual({ kind: 'http', method: 'GET', title: '/a?b=1' })
  const record = { eventSource: 'aws:sqs', eventSourceARN: 'arn:aws:sqs:eu-west-1:1:orders' }
  expect(kindOf({ Records: [record, record] })).toEqual({ kind: 'sqs', title: 'orders × 2' })
})

it.each(['', 'null', '[]', '3', '"text"', '{"a":1}', '\u0000\u0001', '{"Records":[null]}'])(
  'whatever else comes is an event of its own: %j',
  (text) => expect(eventKind(Buffer.from(text)).kind).toBe('event'),
)
