import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program } from '../../support/cli.ts'
import { Random } from '../../support/random.ts'
import { startFaultProxy } from './fault-proxy.ts'
import { leftovers, running, sample, yaml, type Sample } from './scenario.ts'
import { awsEnvironment, startMinistack, type AwsServer } from './servers.ts'

let server: AwsServer
beforeAll(async () => {
  server = await startMinistack()
  Object.assign(process.env, awsEnvironment(server.url))
})
afterAll(() => server.stop())

/** A change of configuration, of code, of permissions, and of the kind of endpoint. */
const CHANGED =
  'memory: 256\nretries: 1\npermissions: minimal\nhttp: { kind: http-api, access: public }\n'

const REST =
  'http: { kind: rest, access: public, routes: ["GET /a/{id}"], binaryMediaTypes: ["image/*"] }\n'

interface Phase {
  name: string
  /** What is deployed before. */
  isDeployed: boolean
  configuration?: string
  answer: string
  args(project: Sample, zip: string): string[]
  /** Calls that it is killed at. @default all */
  at?: RegExp
}

const deploy = ({ path }: Sample, zip: string) => ['deploy', '--cwd', path, '--artifact', zip]

const phases: Phase[] = [
  { name: 'create', isDeployed: false, answer: 'one', args: deploy },
  { name: 'update', isDeployed: true, configuration: CHANGED, answer: 'two', args: deploy },
  {
    name: 'to a REST API',
    isDeployed: true,
    configuration: REST,
    answer: 'two',
    args: deploy,
    // At the others a change of code is killed above.
    at: /^apigatewayv1:(?!Get)/,
  },
  {
    name: 'destroy',
    isDeployed: true,
    answer: 'one',
    args: ({ path }) => ['destroy', '--cwd', path, '--yes', '--logs'],
  },
]

/**
 * Runs the program and kills it once its k-th call has taken effect and before the answer is there:
 * what it knows is then one call behind what has happened.
 *
 * @returns the calls that there were
 */
async function killedAt(
  args: readonly string[],
  k: number,
): Promise<readonly (string | undefined)[]> {
  await using proxy = await startFaultProxy(server.url)
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...awsEnvironment(proxy.url) },
    stdio: 'ignore',
  })
  proxy.onCall = (number, when) => {
    if (number === k && when === 'after') child.kill('SIGKILL')
  }
  const [status, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  expect(signal ?? status).toBe(k <= proxy.calls.length ? 'SIGKILL' : 0)
  return proxy.calls
}

/** Runs the program and sends it SIGINT after so many milliseconds, whatever it is at. */
async function interruptedAfter(args: readonly string[], milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...awsEnvironment(server.url) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  const timer = setTimeout(() => child.kill('SIGINT'), milliseconds)
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  clearTimeout(timer)
  // Before it listens the signal itself ends it; some come to their end before.
  expect(signal === 'SIGINT' ? 130 : status, output).toBeOneOf([130, 0])
  expect(output).not.toMatch(/bug of Oche/)
}

let count = 0

/** @param stop runs the phase, and stops it somewhere */
async function scenario<T>(
  phase: Phase,
  where: string,
  stop: (args: readonly string[]) => Promise<T>,
): Promise<T> {
  const name = `killed-${++count}`
  using project = sample(name)
  const [zip, before] = [await project.zip(phase.answer), await project.zip('before')]
  if (phase.isDeployed) await (await running(project.path, server.url)).deploy(before)
  if (phase.configuration) project.write('oche.yaml', yaml(name, phase.configuration))
  const result = await stop(phase.args(project, zip))
  const second = await running(project.path, server.url)
  if (phase.name !== 'destroy') {
    await second.deploy(zip)
    expect(await second.pending(zip), where).toEqual([])
  }
  await second.destroy()
  expect(await leftovers(server.url, name), where).toEqual([])
  return result
}

/** Four at a time: each mostly waits for the server. */
async function eachOf<T>(all: T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const worker = async () => {
    for (let one = all.shift(); one !== undefined; one = all.shift()) await work(one)
  }
  await Promise.all([worker(), worker(), worker(), worker()])
}

describe('a program killed at any of its calls is finished by a second run', () => {
  it.each(phases)('$name', async (phase) => {
    const killed = (k: number) => scenario(phase, `call ${k}`, (args) => killedAt(args, k))
    const calls = await killed(Number.POSITIVE_INFINITY)
    const { at = /^/ } = phase
    const moments = calls.flatMap((call, index) => (at.test(call ?? '') ? [index + 1] : []))
    expect(calls.length).toBeGreaterThan(10)
    expect(moments.length).toBeGreaterThan(5)
    await eachOf(moments, killed)
  })
})

const INTERRUPTED = phases.filter(({ configuration }) => configuration !== REST)

/** For each command; a deploy has two phases. */
const MOMENTS = 50
/** In which a deploy has begun, and mostly ended, in milliseconds. */
const WITHIN = 3000
const seed = Number(process.env['OCHE_SEED'] ?? randomInt(2 ** 31))

describe(`Ctrl-C at ${MOMENTS} random moments ends it, and a second run finishes it (OCHE_SEED=${seed})`, () => {
  it.each(INTERRUPTED.map((phase, index) => ({ ...phase, index })))(
    '$name',
    async ({ index, ...phase }) => {
      const random = new Random(seed + index)
      const length = phase.name === 'destroy' ? MOMENTS : MOMENTS / 2
      const moments = Array.from({ length }, () => random.below(WITHIN))
      await eachOf(moments, (after) =>
        scenario(phase, `after ${after} ms`, (args) => interruptedAfter(args, after)),
      )
    },
  )
})
