import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program } from '../../support/cli.ts'
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

interface Phase {
  name: string
  /** What is deployed before. */
  isDeployed: boolean
  configuration?: string
  answer: string
  args(project: Sample, zip: string): string[]
}

const deploy = ({ path }: Sample, zip: string) => ['deploy', '--cwd', path, '--artifact', zip]

const phases: Phase[] = [
  { name: 'create', isDeployed: false, answer: 'one', args: deploy },
  { name: 'update', isDeployed: true, configuration: CHANGED, answer: 'two', args: deploy },
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
 * @returns how many calls there were
 */
async function killedAt(args: readonly string[], k: number): Promise<number> {
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
  return proxy.calls.length
}

let count = 0

async function scenario(phase: Phase, k: number): Promise<number> {
  const name = `killed-${++count}`
  using project = sample(name)
  const [zip, before] = [await project.zip(phase.answer), await project.zip('before')]
  if (phase.isDeployed) await (await running(project.path, server.url)).deploy(before)
  if (phase.configuration) project.write('oche.yaml', yaml(name, phase.configuration))
  const calls = await killedAt(phase.args(project, zip), k)
  const second = await running(project.path, server.url)
  if (phase.name !== 'destroy') {
    await second.deploy(zip)
    expect(await second.pending(zip), `killed at call ${k}`).toEqual([])
  }
  await second.destroy()
  expect(await leftovers(server.url, name), `killed at call ${k}`).toEqual([])
  return calls
}

describe('a program killed at any of its calls is finished by a second run', () => {
  it.each(phases)('$name', async (phase) => {
    const calls = await scenario(phase, Number.POSITIVE_INFINITY)
    const numbers = Array.from({ length: calls }, (_, index) => index + 1)
    const worker = async () => {
      for (let k = numbers.shift(); k !== undefined; k = numbers.shift()) await scenario(phase, k)
    }
    await Promise.all([worker(), worker(), worker(), worker()])
    expect(calls).toBeGreaterThan(10)
  })
})
