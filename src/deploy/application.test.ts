import { describe, expect, it } from 'vitest'
import type { Aws } from './aws/aws.ts'
import { lookAgain, type PlannedApplication } from './application.ts'

const account = { partition: 'aws', region: 'eu-west-1', id: '123456789012' }
const tags = { 'oche:project': 'shop' }

/** What a run that has met another one is given, where there is an HTTP API. */
function seen(api: { id: string; tags: Record<string, string> }, before: readonly string[]) {
  const item = { ApiId: api.id, ProtocolType: 'HTTP', ApiEndpoint: 'https://a', Tags: api.tags }
  const aws = { call: async () => ({ Items: [item] }) } as unknown as Aws
  // It wants no API, and has looked for those of an earlier run.
  const application = {
    desired: { place: { account, project: 'shop' }, tags, wants: {}, hidden: [] },
    given: { doubts: ['oche:doubt:1'], looked: ['http-api'] },
    looked: ['http-api'],
    planned: { remote: { anchor: { gateways: { 'http-api': before.map((id) => ({ id })) } } } },
  } as unknown as PlannedApplication
  return lookAgain({ aws }, application)
}

describe('a run that has met another one', () => {
  it('does not say that there is no API where the other has made one since', async () => {
    expect(await seen({ id: 'a', tags }, [])).toMatchObject({ looked: [] })
  })

  it('says so of an API that was there before, and of that of another project', async () => {
    const looked = ['http-api']
    expect(await seen({ id: 'a', tags }, ['a'])).toMatchObject({ looked })
    const others = { 'oche:project': 'other' }
    expect(await seen({ id: 'a', tags: others }, [])).toMatchObject({ looked })
  })

  it('leaves doubt to the next one', async () => {
    expect(await seen({ id: 'a', tags }, [])).toMatchObject({ doubts: [] })
  })
})
