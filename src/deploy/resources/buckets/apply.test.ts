import type { NotificationConfiguration } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { silentReporter } from '../../../core/reporter.ts'
import { createAws, OutOfDate } from '../../aws/aws.ts'
import type { Send } from '../../aws/clients.ts'
import type { Context } from '../../converge/resource.ts'
import { step } from '../../model/plan.ts'
import { confirmBuckets, writeBuckets } from './apply.ts'
import type { Bucket } from './desire.ts'

const PUT = 's3:PutBucketNotificationConfiguration'

/** A bucket's list, and a function that writes into it. */
function writing() {
  let list: NotificationConfiguration = { EventBridgeConfiguration: {} }
  const calls: string[] = []
  const send = (async (operation: string, input: object) => {
    calls.push(operation)
    // Others get their turn while the answer is on its way.
    await new Promise((resolve) => setImmediate(resolve))
    if (operation !== PUT) return structuredClone(list)
    list = (input as { NotificationConfiguration: NotificationConfiguration })
      .NotificationConfiguration
    return {}
  }) as unknown as Send
  const clock = { now: () => 0, sleep: async () => {}, random: () => 1 }
  const aws = createAws({ send, clock, reporter: silentReporter })
  const of = (name: string) => {
    const account = { partition: 'aws', region: 'eu-west-1', id: '1' }
    const place = { account, project: 'shop', function: name }
    const context = { aws, place } as unknown as Context
    const wanted: Bucket[] = [
      {
        name: 'photos',
        notifications: [
          {
            id: `oche/shop//${name}/1`,
            events: ['s3:ObjectCreated:*'],
            prefix: `${name}/`,
            suffix: '',
          },
        ],
        others: [],
      },
    ]
    return {
      write: () => writeBuckets(wanted)[PUT]!(context, { Bucket: 'photos' }),
      remove: () => writeBuckets([])[PUT]!(context, { Bucket: 'photos' }),
      confirm: () => confirmBuckets(context, wanted, [step(PUT, { Bucket: 'photos' })]),
    }
  }
  const ids = () => list.LambdaFunctionConfigurations?.map(({ Id }) => Id).toSorted()
  const set = (next: NotificationConfiguration) => (list = next)
  return { of, ids, calls, set, list: () => list }
}

describe("a bucket's list", () => {
  it('is written by one function after the other, and loses none of them', async () => {
    const { of, ids, list } = writing()
    const all = ['a', 'b', 'c', 'd'].map((name) => of(name))
    await Promise.all(all.map(({ write }) => write()))
    expect(ids()).toEqual(['a', 'b', 'c', 'd'].map((name) => `oche/shop//${name}/1`))
    await Promise.all(all.slice(1).map(({ remove }) => remove()))
    expect(ids()).toEqual(['oche/shop//a/1'])
    expect(list()).toHaveProperty('EventBridgeConfiguration')
  })

  it('that somebody else has written over at the same time is read again', async () => {
    const { of, set } = writing()
    const a = of('a')
    await a.write()
    await a.confirm()
    set({ EventBridgeConfiguration: {} })
    await expect(a.confirm()).rejects.toBeInstanceOf(OutOfDate)
    await a.write()
    await a.confirm()
  })
})
