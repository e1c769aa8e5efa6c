import { describe, expect, it } from 'vitest'
import { silentReporter } from '../core/reporter.ts'
import { createAws } from './aws/aws.ts'
import type { Send } from './aws/clients.ts'
import { findOrphans } from './orphans.ts'

const place = { account: { partition: 'aws', region: 'eu-west-1', id: '1' }, project: 'p' }
const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:1:function:${name}`

/** An AWS that finds these by their tags, some of which are there, and whose they are then. */
function awsWith(tagged: string[], owners: Record<string, string>, signal?: AbortSignal) {
  const answer = (name: string) => ({
    Configuration: { FunctionArn: arnOf(name) },
    Tags: { 'oche:project': owners[name], 'oche:function': name },
  })
  const send = (async (operation: string, input: { FunctionName: string }) => {
    const { FunctionName: name } = input
    if (operation === 'tag:GetResources') {
      return {
        ResourceTagMappingList: tagged.map((one) => ({ ResourceARN: arnOf(one) })),
        PaginationToken: '',
      }
    }
    if (name in owners) return answer(name)
    throw Object.assign(new Error('gone'), { name: 'ResourceNotFoundException' })
  }) as unknown as Send
  return awsBy(send, signal)
}

function awsBy(send: Send, signal?: AbortSignal) {
  const clock = { now: () => 0, sleep: async () => {}, random: () => 1 }
  return createAws({ send, clock, reporter: silentReporter, signal })
}

const denied = Object.assign(new Error('no tag:GetResources'), { name: 'AccessDeniedException' })

describe('functions that the configuration no longer has', () => {
  it('are those with our tags that are there, and none that it has', async () => {
    const aws = awsWith(['b', 'a', 'kept', 'gone', 'theirs'], { a: 'p', b: 'p', theirs: 'q' })
    await expect(findOrphans(aws, place, ['kept'])).resolves.toEqual({
      found: [
        { name: 'a', arn: arnOf('a') },
        { name: 'b', arn: arnOf('b') },
      ],
    })
  })

  it('are not known to whoever may not look for them, which fails nothing', async () => {
    const aws = awsBy((() => Promise.reject(denied)) as Send)
    const { found, failure } = await findOrphans(aws, place, [])
    expect(found).toEqual([])
    expect(failure).toContain('no tag:GetResources')
  })

  it('are not looked for any longer once the command is stopped', async () => {
    const aws = awsWith(['a'], { a: 'p' }, AbortSignal.abort(new Error('stopped')))
    await expect(findOrphans(aws, place, [])).rejects.toThrow('stopped')
  })
})
