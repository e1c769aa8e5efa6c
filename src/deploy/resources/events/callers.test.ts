import type { NotificationConfiguration } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { defaults } from '../../../core/defaults.ts'
import { normalizeEvents } from '../../../core/config/events/schema.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import type { Planning, Source } from '../../converge/resource.ts'
import { aliasArn, type Place } from '../../model/place.ts'
import { desireBuckets } from '../buckets/desire.ts'
import { merged } from '../buckets/merge.ts'
import { planBuckets } from '../buckets/plan.ts'
import type { RemoteBucket } from '../buckets/read.ts'
import { permissions, statementsFor } from '../permissions.ts'
import { planRules } from '../rules/plan.ts'
import { desireRules } from '../rules/desire.ts'
import { desireMappings } from '../mappings/desire.ts'
import { desireTopics } from '../topics/desire.ts'
import { planTopics } from '../topics/plan.ts'

const ACCOUNT = { partition: 'aws', region: 'eu-west-1', id: '111122223333' }
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:news'

type Events = Parameters<typeof normalizeEvents>[0]

const placeOf = (name: string): Place => ({ account: ACCOUNT, project: 'shop', function: name })

const fnOf = (name: string, events: Events = []) =>
  ({ ...defaults, name, events: normalizeEvents(events) }) as unknown as FunctionConfig

const sourceOf = (name: string, events: Events, siblings?: FunctionConfig[]): Source => ({
  place: placeOf(name),
  fn: fnOf(name, events),
  environment: {},
  siblings,
})

const about = <W, F>(wanted: W, found: F, adopt = false) =>
  ({
    wanted,
    found,
    adopt,
    place: placeOf('a'),
    tags: { 'oche:project': 'shop', 'oche:function': 'a' },
  }) as unknown as Planning<W, F>

const bucket = { bucket: 'photos', events: ['s3:ObjectCreated:*'], prefix: '', suffix: '' }
const s3 = (prefix: string) => ({ s3: { ...bucket, prefix } })

const entry = (Id: string, Value: string, of = 'a') => ({
  Id,
  LambdaFunctionArn: aliasArn(placeOf(of)),
  Events: ['s3:ObjectCreated:*' as const],
  Filter: { Key: { FilterRules: [{ Name: 'prefix' as const, Value }] } },
})

const plannedBuckets = (
  source: Source,
  configuration: NotificationConfiguration | undefined,
  adopt = false,
) => {
  const found: RemoteBucket[] = [{ name: 'photos', configuration }]
  return planBuckets(about(desireBuckets(source), found, adopt))
}

describe('who may call for a topic, a bucket and a rule', () => {
  it('is this one alone, on the alias; of a bucket only while it is this account’s', () => {
    const bus = { pattern: { source: ['shop'] }, bus: 'shop', enabled: true }
    const source = sourceOf('a', [{ sns: TOPIC }, s3('in/'), s3('out/'), { eventbridge: bus }])
    const http = { kind: 'none' } as FunctionConfig['http']
    const wanted = permissions.desire({ ...source, fn: { ...source.fn, http } })
    expect(statementsFor(wanted, source.place, {})).toMatchObject([
      {
        Sid: expect.stringMatching(/^OcheSns-news-[0-9a-f]{8}$/),
        Principal: { Service: 'sns.amazonaws.com' },
        Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:a:live',
        Condition: { ArnLike: { 'AWS:SourceArn': TOPIC } },
      },
      {
        Principal: { Service: 's3.amazonaws.com' },
        Condition: {
          StringEquals: { 'AWS:SourceAccount': '111122223333' },
          ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::photos' },
        },
      },
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          ArnLike: { 'AWS:SourceArn': 'arn:aws:events:eu-west-1:111122223333:rule/shop/a-1' },
        },
      },
    ])
  })
})

describe('what is not there', () => {
  const missing = expect.objectContaining({ code: 'EVENT_SOURCE_MISSING' })

  it('is told before anything is made: a topic, a bucket, a bus', () => {
    const wanted = desireTopics(sourceOf('a', [{ sns: TOPIC }]))
    const none = [{ arn: TOPIC, isThere: false, subscription: undefined }]
    expect(() => planTopics(about(wanted, none))).toThrow(missing)
    expect(() => plannedBuckets(sourceOf('a', [s3('in/')]), undefined)).toThrow(missing)
    const bus = { pattern: { source: ['shop'] }, bus: 'shop', enabled: true }
    const rules = desireRules(sourceOf('a', [{ eventbridge: bus }]))
    const nowhere = [{ name: 'a-1', bus: 'shop', hasBus: false, rule: undefined }]
    expect(() => planRules(about(rules, nowhere))).toThrow(missing)
  })

  it('is a topic, a queue or a stream of another region', () => {
    const other = TOPIC.replace('eu-west-1', 'us-east-1')
    expect(() => desireTopics(sourceOf('a', [{ sns: other }]))).toThrow(missing)
    for (const [type, name] of [
      ['sqs', 'orders'],
      ['kinesis', 'stream/clicks'],
      ['dynamodb', 'table/items/stream/2026-01-01T00:00:00.000'],
    ] as const) {
      const from = (region: string) =>
        sourceOf('a', [{ [type]: `arn:aws:${type}:${region}:123456789012:${name}` }])
      expect(() => desireMappings(from('us-east-1')), type).toThrow(missing)
      expect(desireMappings(from('eu-west-1')), type).toHaveLength(1)
    }
  })
})

describe('what a bucket tells', () => {
  const theirs: NotificationConfiguration = {
    EventBridgeConfiguration: {},
    QueueConfigurations: [{ Id: 'q', QueueArn: 'arn:q', Events: ['s3:ObjectRemoved:*'] }],
    LambdaFunctionConfigurations: [entry('mine', 'by-hand/')],
  }

  it('is what others have set, with the function’s own entries by their ids', () => {
    const [wanted] = desireBuckets(sourceOf('a', [s3('in/'), s3('out/')]))
    const own = [entry('oche/shop//a/1', 'old/'), entry('oche/shop//a/3', 'gone/')]
    const all = theirs.LambdaFunctionConfigurations!
    const found = { ...theirs, LambdaFunctionConfigurations: [...own, ...all] }
    expect(merged(placeOf('a'), wanted!, found).configuration).toEqual({
      ...theirs,
      LambdaFunctionConfigurations: [
        ...all,
        entry('oche/shop//a/1', 'in/'),
        entry('oche/shop//a/2', 'out/'),
      ],
    })
    expect(plannedBuckets(sourceOf('a', [s3('in/'), s3('out/')]), found).make?.changes).toEqual([
      expect.objectContaining({ action: 'update', to: 's3:ObjectCreated:* in/*' }),
      expect.objectContaining({ action: 'create', to: 's3:ObjectCreated:* out/*' }),
      expect.objectContaining({ action: 'delete', from: 's3:ObjectCreated:* gone/*' }),
    ])
  })

  it('is no difference where order and case alone differ', () => {
    const Key = { FilterRules: [{ Name: 'Prefix' as 'prefix', Value: 'in/' }] }
    const written = { ...entry('oche/shop//a/1', ''), Filter: { Key } }
    const found = { LambdaFunctionConfigurations: [written] }
    expect(plannedBuckets(sourceOf('a', [s3('in/')]), found).make?.steps).toEqual([])
  })

  it('is refused where somebody else is told of the same objects', () => {
    const QueueConfigurations = [{ QueueArn: 'arn:q', Events: ['s3:ObjectCreated:Put' as const] }]
    for (const found of [
      { QueueConfigurations },
      { LambdaFunctionConfigurations: [entry('mine', 'in/a')] },
      { LambdaFunctionConfigurations: [entry('oche/shop/prod/a-prod/1', 'in/', 'a-prod')] },
    ]) {
      expect(() => plannedBuckets(sourceOf('a', [s3('in/')], []), found)).toThrow(
        expect.objectContaining({ code: 'NOT_OURS', message: expect.stringContaining('photos') }),
      )
    }
  })

  it('is taken over from a hand that set it for this function', () => {
    const found = { LambdaFunctionConfigurations: [entry('mine', 'in/a')] }
    const plan = plannedBuckets(sourceOf('a', [s3('in/')]), found, true).make!
    expect(plan.notes).toEqual([expect.stringContaining('in/a* no longer starts')])
  })

  it('moves from one function to another in one write, also back and forth', () => {
    const [a, b] = [fnOf('a', [s3('out/')]), fnOf('b', [s3('in/')])]
    const found = {
      LambdaFunctionConfigurations: [
        entry('oche/shop//a/1', 'in/', 'a'),
        entry('oche/shop//b/1', 'out/', 'b'),
      ],
    }
    let now: NotificationConfiguration = found
    for (const { name, events: _ } of [a, b]) {
      const events = name === 'a' ? [s3('out/')] : [s3('in/')]
      const [wanted] = desireBuckets(sourceOf(name, events, [a, b]))
      now = merged(placeOf(name), wanted!, now).configuration
    }
    expect(now.LambdaFunctionConfigurations).toEqual([
      entry('oche/shop//a/1', 'out/', 'a'),
      entry('oche/shop//b/1', 'in/', 'b'),
    ])
  })
})
