import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oche, program } from '../../support/cli.ts'
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts'
import { leftovers, running, sample, yaml, type Sample } from './scenario.ts'
import { awsEnvironment, startMinistack, type AwsServer } from './servers.ts'

let server: AwsServer
beforeAll(async () => {
  server = await startMinistack()
  Object.assign(process.env, awsEnvironment(server.url))
})
afterAll(() => server.stop())

const API = 'memory: 256\nretries: 1\nhttp: { kind: http-api, access: public }\n'

/** Runs the program and kills it as its k-th call to AWS arrives, or as the answer leaves. */
async function killedAt(
  args: readonly string[],
  k: number,
  when: 'before' | 'after',
): Promise<{ killed: boolean; proxy: FaultProxy }> {
  const proxy = await startFaultProxy(server.url)
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...awsEnvironment(proxy.url) },
    stdio: 'ignore',
  })
  proxy.onCall = (number, moment) => {
    if (number === k && moment === when) child.kill('SIGKILL')
  }
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return { killed: signal === 'SIGKILL', proxy }
}

const commands = {
  create: ({ path }: Sample, zip: string) => ['deploy', '--cwd', path, '--artifact', zip],
  update: ({ path }: Sample, zip: string) => ['deploy', '--cwd', path, '--artifact', zip],
  destroy: ({ path }: Sample) => ['destroy', '--cwd', path, '--yes', '--logs'],
}

let count = 0

/** @returns whether there was a k-th call to be killed at */
async function scenario(
  phase: keyof typeof commands,
  k: number,
  when: 'before' | 'after',
): Promise<boolean> {
  const name = `killed-${++count}`
  const project = sample(name)
  try {
    const [one, two] = [await project.zip('one'), await project.zip('two')]
    if (phase !== 'create') await (await running(project.path, server.url)).deploy(one)
    // The update changes configuration and code, and the kind of front door.
    if (phase === 'update') project.write('oche.yaml', yaml(name, API))
    const zip = phase === 'create' ? one : two
    const args = commands[phase](project, zip)
    const { killed, proxy } = await killedAt(args, k, when)
    await proxy[Symbol.asyncDispose]()
    const second = await oche(args, { env: awsEnvironment(server.url) })
    expect(second.status, second.stderr).toBe(0)
    const after = await running(project.path, server.url)
    if (phase !== 'destroy') {
      expect(await after.pending(zip)).toEqual([])
      await after.destroy()
    }
    expect(await leftovers(server.url, name)).toEqual([])
    return killed
  } finally {
    project.remove()
  }
}

describe.each(['create', 'update', 'destroy'] as const)('a program killed in a %s', (phase) => {
  it.each(['before', 'after'] as const)(
    'at any call, %s it took effect, is finished by a second run',
    async (when) => {
      let k = 1
      while (await scenario(phase, k, when)) k++
      expect(k, 'there were calls to be killed at').toBeGreaterThan(5)
    },
  )
})
