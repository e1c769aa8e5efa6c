import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oche, program } from '../../support/cli.ts'
import { startReportGate, type ReportGate } from './report-gate.ts'
import { running, sample, yaml, type Sample } from './scenario.ts'
import { awsEnvironment, startMinistack, type AwsServer } from './servers.ts'

let server: AwsServer
let gate: ReportGate
let project: Sample
beforeAll(async () => {
  server = await startMinistack('scheduler')
  Object.assign(process.env, awsEnvironment(server.url))
  // Twice the memory, half the time, down to 10 ms.
  gate = await startReportGate(
    server.url,
    ({ memory, count }) => Math.max(10, (128 / memory) * 80) + ((count % 7) + 1) / 10,
  )
  project = sample('measured')
  project.write('oche.yaml', yaml('measured', 'environment: { WORD: hi }\n'))
  await (await running(project.path, server.url)).deploy(await project.zip('one'))
})
afterAll(async () => {
  await gate?.[Symbol.asyncDispose]()
  await server?.stop()
  project?.remove()
})

/** Names of copies that are there: functions and logs. */
async function copies(): Promise<string[]> {
  const to = { endpoint: server.url, region: 'eu-west-1' }
  const functions = await new LambdaClient(to).send(new ListFunctionsCommand({}))
  const groups = await new CloudWatchLogsClient(to).send(new DescribeLogGroupsCommand({}))
  return [
    ...(functions.Functions ?? []).map(({ FunctionName: name }) => name!),
    ...(groups.logGroups ?? []).map(({ logGroupName: name }) => name!),
  ].filter((name) => name.includes('-oche-bench-'))
}

const line = '--remote --event {} --memory 128,2048 --rounds 3 --invocations 2 --yes'
const bench = (more: string) =>
  oche(['bench', '--cwd', project.path, ...`${line} ${more}`.trim().split(' ')], {
    env: awsEnvironment(gate.url),
  })

interface Measured {
  functions: {
    subjects: {
      name: string
      samples: Record<string, number[][]>
      figures: { measure: string; value: number }[]
    }[]
  }[]
}

describe('oche bench --remote', () => {
  it('measures settings on a copy, by their reports, and leaves nothing', async () => {
    const { status, stdout, stderr } = await bench('--json --seed 1')
    expect(status, stderr + stdout.slice(0, 300)).toBe(0)
    const [fn] = (JSON.parse(stdout) as Measured).functions
    expect(fn!.subjects.map(({ name }) => name)).toEqual(['128 MB', '2048 MB'])
    for (const { samples } of fn!.subjects) {
      expect(samples['init']!.flat()).toEqual(Array(3).fill(31.5))
      expect(samples['warm']!.map(({ length }) => length)).toEqual(Array(3).fill(2))
      expect(samples['memoryUsed']!.flat()).toEqual(Array(3).fill(40 * 1024 * 1024))
    }
    const cost = fn!.subjects.map(
      ({ figures }) => figures.find(({ measure }) => measure === 'cost')!.value,
    )
    // 81 ms at 128 MB: 0.20 + 10.125 GB·s a thousand; the architecture is this machine's.
    const second = process.arch === 'arm64' ? 0.0000133334 : 0.0000166667
    expect(cost[0]).toBeCloseTo(0.2 + 81 * 0.125 * 1000 * second, 3)
    expect(new Set(gate.invoked).size).toBe(1)
    expect(gate.invoked[0]).toMatch(/^measured-oche-bench-[0-9a-f]{8}$/)
    expect(gate.invoked).toHaveLength(2 * 3 * 3)
    expect(await copies()).toEqual([])
  })

  it('says which setting to choose, within its budget, by prices of one’s own', async () => {
    project.write(
      'prices.json',
      JSON.stringify({
        asOf: '2026-01-01',
        of: 'free requests',
        currency: 'USD',
        requests: 0,
        gigabyteSecond: { arm64: 1, x86_64: 1 },
      }),
    )
    const before = gate.invoked.length
    const { status, stdout, stderr } = await bench(
      `--budget 13 --prices ${project.path}/prices.json`,
    )
    expect(status, stderr).toBe(0)
    expect(gate.invoked.length - before).toBeLessThanOrEqual(13)
    expect(stdout).toContain('Cheapest: ')
    expect(stdout).toContain('Fastest: 2048 MB.')
    expect(stdout).toMatch(/For oche\.yaml: memory: \d+, arch: /)
    expect(stdout).toContain('prices: USD, free requests, 2026-01-01')
  })

  it('deletes its copy on Ctrl-C, and what a killed run has left with the next', async () => {
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const args = ['bench', '--cwd', project.path, ...line.split(' ')]
      const child = spawn(process.execPath, [program, ...args], {
        env: { ...process.env, ...awsEnvironment(gate.url) },
        stdio: 'ignore',
      })
      const from = gate.invoked.length
      gate.onInvoke = (count) => {
        if (count === from + 3) child.kill(signal)
      }
      const [status, ended] = (await once(child, 'exit')) as [number | null, string | null]
      delete gate.onInvoke
      expect(ended ?? status).toBe(signal === 'SIGINT' ? 130 : 'SIGKILL')
      expect((await copies()).length).toBe(signal === 'SIGINT' ? 0 : 2)
    }
    const { status, stderr } = await bench('--budget 8')
    expect(status, stderr).toBe(0)
    expect(stderr).toMatch(/Deleted what an earlier run has left: measured-oche-bench-/)
    expect(await copies()).toEqual([])
  })

  it('copies a package over 50 MB by way of S3, and leaves the bucket as a deploy does', async () => {
    const large = sample('large')
    large.write('oche.yaml', yaml('large', 'environment: { WORD: hi }\n'))
    const noise = join(large.path, 'noise')
    writeFileSync(noise, randomBytes(51 * 1024 * 1024))
    try {
      await (await running(large.path, server.url)).deploy(await large.zip('one', [noise]))
      const args = ['bench', '--cwd', large.path, ...line.split(' '), '--json']
      const { status, stdout, stderr } = await oche(args, { env: awsEnvironment(gate.url) })
      expect(status, stderr + stdout.slice(0, 300)).toBe(0)
      expect(await copies()).toEqual([])
      const to = { endpoint: server.url, region: 'eu-west-1', forcePathStyle: true }
      const s3 = new S3Client(to)
      const [bucket] = (await s3.send(new ListBucketsCommand({}))).Buckets!
      const objects = await s3.send(new ListObjectsV2Command({ Bucket: bucket!.Name }))
      expect(objects.Contents!.map(({ Key }) => Key)).toEqual([
        expect.stringMatching(/^oche\/large\/[0-9a-f]{64}\.zip$/),
      ])
    } finally {
      large.remove()
    }
  })

  it.each([
    ['BENCH_PRICES_INVALID', '--prices nowhere.json', 1],
    ['USAGE', '--budget 3', 2],
  ])('%s', async (code, more, expected) => {
    const { status, stdout } = await bench(`${more} --json`)
    expect(status).toBe(expected)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code } })
    expect(await copies()).toEqual([])
  })
})
