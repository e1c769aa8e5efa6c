import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../../src/deploy/aws/operations.ts'
import { OcheError } from '../../../src/core/errors.ts'
import { startFaultProxy, type Fault } from './fault-proxy.ts'
import { BUCKET, lostRows, readRows, rows, staleRows, type Row } from './faults.ts'
import { leftovers, running, sample, yaml } from './scenario.ts'
import { awsEnvironment, startMinistack, type AwsServer } from './servers.ts'

let server: AwsServer
beforeAll(async () => {
  server = await startMinistack()
  Object.assign(process.env, awsEnvironment(server.url))
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const }
  const making = new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration })
  await new S3Client({ forcePathStyle: true }).send(making)
})
afterAll(() => server.stop())

let count = 0

/** A deploy of a function of its own that meets faults; then everything is deleted again. */
async function meet(row: Omit<Row, 'fault' | 'name'>, faults: readonly Fault[]): Promise<void> {
  const name = `fault-${++count}`
  using project = sample(name, row.configuration)
  await using proxy = await startFaultProxy(server.url, faults)
  const direct = await running(project.path, server.url)
  const [one, two] = [await project.zip('one'), await project.zip('two')]
  if (row.after === 'create' || row.during === 'destroy') await direct.deploy(one)
  if (row.after === 'create') {
    const changed = row.configuration ?? 'memory: 256\nhttp: { kind: url, access: public }\n'
    project.write('oche.yaml', yaml(name, changed))
  }
  const zip = row.after === 'create' ? two : one
  const proxied = await running(project.path, proxy.url).catch((thrown: unknown) => thrown as Error)
  const act = async () => {
    if (proxied instanceof Error) throw proxied
    return row.during === 'destroy' ? proxied.destroy() : proxied.deploy(zip)
  }
  if (row.error === undefined) await act()
  else {
    const thrown = await act().then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(thrown).toBeInstanceOf(OcheError)
    expect((thrown as OcheError).code).toBe(row.error)
  }
  expect(proxy.happened.length, 'the fault has happened').toBeGreaterThan(0)
  const after = await running(project.path, server.url)
  if (row.during === undefined) {
    if (row.error !== undefined) await after.deploy(zip)
    expect(await after.pending(zip)).toEqual([])
    await after.destroy()
  }
  expect(await leftovers(server.url, name)).toEqual([])
}

describe('a deploy that meets an error of AWS', () => {
  for (const row of [...rows, ...readRows, ...lostRows, ...staleRows]) {
    it.concurrent(row.name, () => meet(row, row.before ? [row.before, row.fault] : [row.fault]))
  }
})

describe('a deploy that meets two errors of AWS', () => {
  const creating = [...rows, ...lostRows].filter(
    (row) =>
      row.error === undefined &&
      row.configuration === undefined &&
      row.after === undefined &&
      row.during === undefined,
  )
  const calls = [...new Set(creating.map(({ fault }) => fault.at))]
  // Every pair of calls; which of a call's faults it meets changes from pair to pair.
  let turn = 0
  const faultOf = (call: Operation) => {
    const own = creating.filter(({ fault }) => fault.at === call)
    return own[turn++ % own.length]!
  }
  for (const [index, first] of calls.entries()) {
    for (const second of calls.slice(index + 1)) {
      const [a, b] = [faultOf(first), faultOf(second)]
      it.concurrent(`${a.name}; ${b.name}`, () => meet({}, [a.fault, b.fault]))
    }
  }
})
