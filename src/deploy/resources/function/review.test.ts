import { describe, expect, it } from 'vitest'
import { OutOfDate, type Aws } from '../../aws/aws.ts'
import type { Context } from '../../converge/resource.ts'
import type { Step } from '../../model/plan.ts'
import type { Anchor, RemoteVersion } from '../../model/version.ts'
import { review } from './review.ts'
import { settle, settled } from './settle.ts'

const version = (codeSha256: string, more: Partial<RemoteVersion> = {}): RemoteVersion => ({
  version: '$LATEST',
  configuration: {
    runtime: 'provided.al2023',
    role: 'r',
    handler: 'bootstrap',
    memory: 128,
    timeout: 3,
    ephemeralStorage: 512,
    environment: {},
    layers: [],
    subnets: [],
    securityGroups: [],
    tracing: 'PassThrough',
    logFormat: 'Text',
    logLevel: undefined,
    systemLogLevel: undefined,
    description: '',
    kmsKey: undefined,
    fileSystems: [],
  },
  arch: 'arm64',
  codeSha256,
  bytes: 1,
  modified: '',
  state: 'Active',
  stateReason: undefined,
  updateStatus: 'Successful',
  updateReason: undefined,
  revisionId: 'r',
  ...more,
})

const anchor = (codeSha256: string, alias: string | undefined): Anchor => ({
  function: { arn: '', tags: {}, reservedConcurrency: undefined, latest: version(codeSha256) },
  alias: alias === undefined ? undefined : { version: alias, weights: {} },
  live: undefined,
})

const stale = (code: string) =>
  new OutOfDate(
    'lambda:UpdateAlias',
    { code, message: '', status: 412, requestId: undefined, cause: undefined },
    false,
  )

const place = {
  account: { partition: 'aws', region: 'eu-west-1', id: '1' },
  project: 'p',
  function: 'f',
}

function reviewed(
  facts: Context['facts'],
  next: Anchor,
  calls: Step['call'][],
  code = 'PreconditionFailed',
) {
  const aws = undefined as unknown as Aws
  const context = { place, tags: {}, facts, aws, progress: () => {} }
  const steps = calls.map((call): Step => ({ call, input: {} }))
  return () => review(context, { ...next, steps }, stale(code))
}

const CONCURRENT = expect.objectContaining({ code: 'CONCURRENT_DEPLOY' })

describe('what was read turns out to be old', () => {
  const before = { latest: version('a'), alias: { version: '1', weights: {} } }

  it('since somebody else sent code: the deploy ends', () => {
    expect(reviewed(before, anchor('b', '1'), ['lambda:UpdateFunctionCode'])).toThrow(CONCURRENT)
  })

  it('since Lambda finished our own update: the deploy goes on', () => {
    expect(reviewed(before, anchor('a', '1'), ['lambda:UpdateFunctionCode'])).not.toThrow()
  })

  it('since somebody else sent what we want too: the deploy goes on', () => {
    expect(reviewed(before, anchor('b', '1'), ['lambda:PublishVersion'])).not.toThrow()
  })

  it('since somebody else moved the alias: the deploy ends, and does not move it back', () => {
    expect(reviewed(before, anchor('a', '2'), ['lambda:UpdateAlias'])).toThrow(CONCURRENT)
    const none = { latest: version('a') }
    const exists = 'ResourceConflict'
    expect(reviewed(none, anchor('a', '2'), ['lambda:UpdateAlias'], exists)).toThrow(CONCURRENT)
  })

  it('since the answer about our own alias was lost: the deploy goes on', () => {
    const ours = { ...before, version: '2' }
    expect(reviewed(ours, anchor('a', '2'), ['lambda:UpdateAlias'])).not.toThrow()
  })

  it('by a fault that says nothing of others: the deploy goes on', () => {
    expect(reviewed(before, anchor('b', '2'), ['lambda:UpdateAlias'], 'Internal')).not.toThrow()
  })
})

const having = (latest: RemoteVersion): Context => ({
  place,
  tags: {},
  facts: { latest },
  aws: { clock: { now: () => 0 } } as unknown as Aws,
  progress: () => {},
})

describe('an update that failed', () => {
  const failed = version('a', { updateStatus: 'Failed', updateReason: 'no more addresses' })
  it('in an earlier run is what the next one mends', async () => {
    await expect(settled(having(failed))).resolves.toBe(failed)
    const dead = version('a', { state: 'Failed' })
    await expect(settled(having(dead))).resolves.toBe(dead)
  })

  it('in this run ends it, with the reason of Lambda', async () => {
    await expect(settle(having(failed), failed)).rejects.toMatchObject({
      code: 'UPDATE_FAILED',
      message: expect.stringContaining('no more addresses'),
    })
  })
})

const wire = ({ codeSha256, updateStatus, revisionId }: RemoteVersion) => ({
  Role: 'r',
  Handler: 'bootstrap',
  Runtime: 'provided.al2023' as const,
  Architectures: ['arm64' as const],
  CodeSha256: codeSha256,
  LastUpdateStatus: updateStatus,
  RevisionId: revisionId,
})

const running = (code: string, revisionId: string) =>
  version(code, { updateStatus: 'InProgress', revisionId })

/** What Lambda shows of `$LATEST`, look after look; times pass at once. */
function showing(latest: RemoteVersion, ...looks: RemoteVersion[]): Context {
  const clock = { now: () => 0, sleep: async () => {}, random: () => 0 }
  const call = async () => wire(looks.length > 1 ? looks.shift()! : looks[0]!)
  return { ...having(latest), aws: { clock, call } as unknown as Aws }
}

describe('waiting for an update', () => {
  it('takes the revision that Lambda gives when it finishes it', async () => {
    const context = showing(version('a'), running('b', '1'), version('b', { revisionId: '2' }))
    await settle(context, running('b', '1'))
    expect(context.facts.latest).toMatchObject({ codeSha256: 'b', revisionId: '2' })
  })

  it('goes on where a part of Lambda has not heard of it yet', async () => {
    const context = showing(version('a'), version('a'), version('b', { revisionId: '2' }))
    await settle(context, running('b', '1'))
    expect(context.facts.latest).toMatchObject({ codeSha256: 'b', revisionId: '2' })
  })

  it('takes no revision of what somebody else has sent after it', async () => {
    const context = showing(version('a'), running('c', '3'))
    await expect(settle(context, running('b', '1'))).rejects.toEqual(CONCURRENT)
  })

  it('of an earlier run takes no revision of what was not read when it was planned', async () => {
    const context = showing(running('a', '1'), version('c', { revisionId: '3' }))
    await expect(settled(context)).rejects.toEqual(CONCURRENT)
  })
})
