import { describe, expect, it } from 'vitest'
import { silentReporter } from '../core/reporter.ts'
import { createAws } from './aws/aws.ts'
import type { Send } from './aws/clients.ts'
import { findOrphans, findStages } from './orphans.ts'

const account = { partition: 'aws', region: 'eu-west-1', id: '1' }
const project = { name: 'p', stage: undefined }
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

const tags = (name: string, stage?: string) => ({
  'oche:project': 'p',
  'oche:function': name,
  ...(stage && { 'oche:stage': stage }),
})

const listOf = (own: Record<string, string>) =>
  Object.entries(own).map(([Key, Value]) => ({ Key, Value }))

const denied = Object.assign(new Error('no tag:GetResources'), { name: 'AccessDeniedException' })

describe('functions that the configuration no longer has', () => {
  it('are those with our tags that are there, and none that it has', async () => {
    const aws = awsWith(['b', 'a', 'kept', 'gone', 'theirs'], { a: 'p', b: 'p', theirs: 'q' })
    await expect(findOrphans(aws, account, project, ['kept'])).resolves.toEqual({
      found: [
        { name: 'a', arn: arnOf('a') },
        { name: 'b', arn: arnOf('b') },
      ],
    })
  })

  it('are of the stage that is asked about, and are called as oche.yaml called them', async () => {
    const all: Record<string, Record<string, string>> = {
      'a-prod': tags('a-prod', 'prod'),
      'a-dev': tags('a-dev', 'dev'),
      'b-prod': tags('b-prod'),
      a: tags('a'),
    }
    const asked: object[] = []
    const send = (async (operation: string, input: { FunctionName: string }) => {
      if (operation !== 'tag:GetResources') {
        const name = input.FunctionName
        return { Configuration: { FunctionArn: arnOf(name) }, Tags: all[name] }
      }
      asked.push(input)
      return {
        ResourceTagMappingList: Object.entries(all).map(([name, own]) => ({
          ResourceARN: arnOf(name),
          Tags: Object.entries(own).map(([Key, Value]) => ({ Key, Value })),
        })),
        PaginationToken: '',
      }
    }) as unknown as Send
    const found = async (stage: string | undefined) =>
      (await findOrphans(awsBy(send), account, { name: 'p', stage }, [])).found.map(
        ({ name, arn }) => [name, arn],
      )
    expect(await found('prod')).toEqual([['a', arnOf('a-prod')]])
    expect(await found('dev')).toEqual([['a', arnOf('a-dev')]])
    expect(await found(undefined)).toEqual([
      ['a', arnOf('a')],
      ['b-prod', arnOf('b-prod')],
    ])
    expect(JSON.stringify(asked[0])).toContain('"oche:stage","Values":["prod"]')
  })

  it('are also those that were deleted by hand, and have left what starts them', async () => {
    const left: Record<string, Record<string, string>> = {
      'arn:aws:lambda:eu-west-1:1:event-source-mapping:u-1': tags('a'),
      'arn:aws:lambda:eu-west-1:1:event-source-mapping:gone': tags('d'),
      'arn:aws:scheduler:eu-west-1:1:schedule-group/b': tags('b'),
      'arn:aws:events:eu-west-1:1:rule/shop/c-1': tags('c'),
      'arn:aws:events:eu-west-1:1:rule/kept-1': tags('kept'),
      'arn:aws:lambda:eu-west-1:1:function:c': tags('c'),
      'arn:aws:lambda:eu-west-1:1:layer:x': tags('x'),
    }
    const send = (async (operation: string, input: Record<string, string>) => {
      if (operation === 'tag:GetResources') {
        return {
          ResourceTagMappingList: Object.entries(left).map(([ResourceARN, own]) => ({
            ResourceARN,
            Tags: listOf(own),
          })),
          PaginationToken: '',
        }
      }
      const arn = input['Resource'] ?? input['ResourceArn'] ?? input['ResourceARN'] ?? ''
      if (operation === 'lambda:GetFunction' || arn.endsWith(':gone')) {
        throw Object.assign(new Error('gone'), { name: 'ResourceNotFoundException' })
      }
      return { Tags: operation === 'lambda:ListTags' ? left[arn] : listOf(left[arn]!) }
    }) as unknown as Send
    const { found } = await findOrphans(awsBy(send), account, project, ['kept'])
    expect(found).toEqual([
      { name: 'a', arn: 'arn:aws:lambda:eu-west-1:1:event-source-mapping:u-1' },
      { name: 'b', arn: 'arn:aws:scheduler:eu-west-1:1:schedule-group/b' },
      { name: 'c', arn: 'arn:aws:events:eu-west-1:1:rule/shop/c-1' },
    ])
  })

  it('can be all of a stage that oche.yaml no longer has', async () => {
    const all = [tags('a-old', 'old'), tags('b-prod', 'prod'), tags('c')]
    const ResourceTagMappingList = all.map((own) => ({
      ResourceARN: arnOf(own['oche:function']),
      Tags: listOf(own),
    }))
    const send = (async () => ({ ResourceTagMappingList })) as unknown as Send
    expect(await findStages(awsBy(send), 'p')).toEqual({ found: ['old', 'prod'] })
  })

  it('are not known to whoever may not look for them, which fails nothing', async () => {
    const aws = awsBy((() => Promise.reject(denied)) as Send)
    const { found, failure } = await findOrphans(aws, account, project, [])
    expect(found).toEqual([])
    expect(failure).toContain('no tag:GetResources')
  })

  it('are not looked for any longer once the command is stopped', async () => {
    const aws = awsWith(['a'], { a: 'p' }, AbortSignal.abort(new Error('stopped')))
    await expect(findOrphans(aws, account, project, [])).rejects.toThrow('stopped')
  })
})
