import { describe, expect, it } from 'vitest'
import type { Planning } from '../../../converge/resource.ts'
import type { RemoteApi } from '../../../model/gateway.ts'
import type { Ground } from '../../../model/place.ts'
import type { WantedDomain } from './desire.ts'
import { domain } from './index.ts'

type Found = Awaited<ReturnType<typeof domain.read>>
type Remote = Found[number]

const account = { partition: 'aws', region: 'eu-west-1', id: '123456789012' }
const place = { account, project: 'shop' }
const tags = { 'oche:project': 'shop' }
const NAME = 'api.shop.example'
const wanted = { name: NAME, certificate: 'arn:cert', stage: '$default' } as WantedDomain

const api = (id: string, more: Record<string, string> = { 'oche:domain': NAME }) =>
  ({ id, name: 'shop', created: id, tags: { ...tags, ...more } }) as unknown as RemoteApi

const remote = (name: string, mappings: Remote['mappings'], own = true): Remote => ({
  name,
  tags: own ? tags : {},
  certificate: 'arn:cert',
  target: 'd-1.execute-api.eu-west-1.amazonaws.com',
  zone: 'Z1',
  mappings,
})

const mapping = (apiId: string, key = '', stage = '$default') => ({
  id: `m-${apiId}`,
  apiId,
  stage,
  key,
})

function plan(
  found: Found,
  { want = wanted as WantedDomain | 'none', adopt = false, apis = [api('a')] } = {},
) {
  const anchor = { function: undefined, alias: undefined, live: undefined }
  const planning = {
    ...anchor,
    gateways: { 'http-api': apis },
    place,
    tags,
    wanted: want === 'none' ? undefined : want,
    found,
    adopt,
    facts: {},
    record: { changing: {}, settled: {} },
  } as unknown as Planning<WantedDomain | undefined, Found, Ground>
  const { prepare, make, remove, settle } = domain.plan(planning)
  const calls = [prepare, make, remove, settle].flatMap((part) => part?.steps ?? [])
  return calls.map(({ call }) => call.slice('apigateway:'.length))
}

describe('a domain', () => {
  it('that is not there is made, and mapped', () => {
    expect(plan([])).toEqual(['CreateDomainName', 'CreateApiMapping'])
  })

  it('that is not there and has no certificate is a mistake that names the key', () => {
    const { certificate: _, ...bare } = wanted
    expect(() => plan([], { want: bare as WantedDomain })).toThrow(/has no certificate/)
  })

  it('that leads to the API is left as it is', () => {
    expect(plan([remote(NAME, [mapping('a')])])).toEqual([])
  })

  it('that somebody else has made gets a mapping alone', () => {
    expect(plan([remote(NAME, [mapping('b', 'old')], false)])).toEqual(['CreateApiMapping'])
  })

  it('that leads to another API at that path is refused, unless it is to be taken over', () => {
    const found = [remote(NAME, [mapping('b')])]
    expect(() => plan(found)).toThrow('leads to another API')
    expect(plan(found, { adopt: true })).toEqual(['UpdateApiMapping'])
  })

  it('that leads to another stage, or by another path, is set right', () => {
    expect(plan([remote(NAME, [mapping('a', '', 'old')])])).toEqual(['UpdateApiMapping'])
    const moved = { ...wanted, basePath: 'v2' }
    expect(plan([remote(NAME, [mapping('a')])], { want: moved })).toEqual([
      'CreateApiMapping',
      'DeleteApiMapping',
    ])
  })

  it('is written down before it is made for an API that had none', () => {
    expect(plan([], { apis: [api('a', {})] })).toEqual([
      'TagResource',
      'CreateDomainName',
      'CreateApiMapping',
    ])
  })

  it('that oche.yaml no longer has goes with its mapping, and then from what is written down', () => {
    const nothing = { want: 'none' as const }
    const planned = plan([remote(NAME, [mapping('a')])], nothing)
    expect(planned).toEqual(['DeleteApiMapping', 'DeleteDomainName', 'UntagResource'])
  })

  it('to which others have mapped as well, or that others have made, stays', () => {
    const nothing = { want: 'none' as const }
    const shared = plan([remote(NAME, [mapping('a'), mapping('b', 'other')])], nothing)
    expect(shared).toEqual(['DeleteApiMapping', 'UntagResource'])
    const theirs = plan([remote(NAME, [mapping('a')], false)], nothing)
    expect(theirs).toEqual(['DeleteApiMapping', 'UntagResource'])
  })
})
