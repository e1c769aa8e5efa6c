import { describe, expect, it } from 'vitest'
import { OcheError } from '../../../core/errors.ts'
import type { Aws, Sent } from '../../aws/aws.ts'
import type { Operation } from '../../aws/operations.ts'
import type { Context } from '../../converge/resource.ts'
import { applyFunction } from './apply.ts'
import type { WantedFunction } from './desire.ts'
import { lambdaFunction } from './index.ts'

const full = new OcheError('CODE_STORAGE_EXCEEDED', 'full')
const wanted = { code: { arch: 'arm64', zip: '', sha256: 'b' } } as unknown as WantedFunction

const latest = {
  version: '$LATEST',
  configuration: {},
  state: 'Active',
  updateStatus: 'Successful',
} as never

/** A Lambda that has room for code once so many versions are gone. */
function lambdaWith(missing: number) {
  const calls: string[] = []
  let gone = 0
  const call = async (operation: Operation, sent: Sent<Operation>) => {
    const { Qualifier } = (typeof sent === 'function' ? sent() : sent) as { Qualifier?: string }
    calls.push([operation.slice('lambda:'.length), Qualifier].filter(Boolean).join(' '))
    if (operation === 'lambda:DeleteFunction') gone++
    else if (gone < missing) throw full
    return { State: 'Active', LastUpdateStatus: 'Successful' }
  }
  const clock = { now: () => 0, sleep: async () => {}, random: () => 0 }
  return { calls, aws: { call, clock } as unknown as Aws }
}

function contextOf(aws: Aws, retiring: string[]): Context {
  const place = { account: { partition: 'aws', region: 'r', id: '1' }, project: 'p', function: 'f' }
  const stored = { bucket: 'b', key: 'k' }
  return { aws, place, tags: {}, facts: { latest, retiring, stored }, progress: () => {} }
}

const publish = applyFunction(wanted)['lambda:PublishVersion']!

describe('a full storage for code', () => {
  it('has the versions that go after this deploy go before', async () => {
    const { calls, aws } = lambdaWith(2)
    await publish(contextOf(aws, ['1', '2']), {})
    expect(calls).toEqual([
      'PublishVersion',
      'DeleteFunction 1',
      'DeleteFunction 2',
      'PublishVersion',
    ])
  })

  it('that stays full, or of which nothing may go, is told', async () => {
    const { calls, aws } = lambdaWith(3)
    await expect(publish(contextOf(aws, ['1']), {})).rejects.toBe(full)
    expect(calls).toEqual(['PublishVersion', 'DeleteFunction 1', 'PublishVersion'])
    await expect(publish(contextOf(aws, []), {})).rejects.toBe(full)
    expect(calls).toHaveLength(4)
  })
})

it('a version that goes takes no function with it', async () => {
  const { calls, aws } = lambdaWith(0)
  const remove = lambdaFunction.removing!['lambda:DeleteFunction']!
  await remove(contextOf(aws, []), { Qualifier: '1' })
  expect(calls).toEqual(['DeleteFunction 1'])
})
