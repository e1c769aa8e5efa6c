import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oche, ocheDev, workspace, type RunningDev, type Workspace } from './support/cli.ts'

let folder: Workspace
let running: RunningDev
beforeAll(async () => {
  folder = workspace({
    'index.ts': `
      console.log('module loads')
      export const handlers = {
        echo: async (event) => { console.log('a line'); return event },
        fail: async () => { throw new TypeError('on purpose') },
        pid: async () => process.pid,
        variables: async () => process.env,
        calls: async () => {
          const path = '/2015-03-31/functions/echo/invocations'
          const answer = await fetch(process.env.AWS_ENDPOINT_URL_LAMBDA + path, { method: 'POST', body: '{"a":1}' })
          return answer.json()
        },
      }\n`,
    'oche.yaml': `functions:
  echo: { handler: echo, http: none }
  fail: { handler: fail, http: none }
  pid: { handler: pid, http: none }
  calls: { handler: calls, http: none }
  variables:
    handler: variables
    http: none
    environment: { WHOSE: "\${env:TABLE}" }
    local: { environment: { ONLY: here } }\n`,
    '.env': 'TABLE=items\nAWS_REGION=nowhere\nAWS_ACCESS_KEY_ID=none\n',
    'other.env': 'TABLE=others',
    'event.json': '{"from":"file"}',
    'broken.json': '{"from":',
  })
  running = await ocheDev([], { cwd: folder.path })
})
afterAll(async () => {
  await running.stop()
  folder.remove()
})

const invoke = (args: string[], input?: string) =>
  oche(['invoke', ...args], { cwd: folder.path, ...(input !== undefined && { input }) })

describe('oche invoke', () => {
  it('sends a file, standard input or a sample to the running dev', async () => {
    const file = await invoke(['echo', '--event', 'event.json'])
    expect(file).toMatchObject({ status: 0, stdout: '{"from":"file"}\n' })
    expect((await invoke(['echo', '--event', '-'], '[1]')).stdout).toBe('[1]\n')
    expect(JSON.parse((await invoke(['echo', '--event', 'sqs'])).stdout)).toHaveProperty('Records')
    const first = await invoke(['pid'])
    expect(await invoke(['pid'])).toMatchObject({ stdout: first.stdout })
  })

  it('writes the answer to standard output and the log to standard error', async () => {
    const { stdout, stderr } = await invoke(['echo'])
    expect(stdout).toBe('{}\n')
    expect(stderr).toMatch(/^START RequestId: [^]*a line[^]*^REPORT RequestId: /m)
  })

  it('shows with --quiet the log only of what failed', async () => {
    expect(await invoke(['echo', '-q'])).toEqual({ status: 0, stdout: '{}\n', stderr: '' })
    expect((await invoke(['fail', '-q'])).stderr).toContain('TypeError: on purpose')
  })

  it('exits with 3 where the function answers with an error, told by type, message and place', async () => {
    const { status, stdout, stderr } = await invoke(['fail'])
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ errorType: 'TypeError', errorMessage: 'on purpose' })
    expect(stderr).toMatch(/^TypeError: on purpose\n    at .*\bindex\.ts:5:\d+\)?\nEND /m)
  })

  it('shows an error as it was logged with --verbose', async () => {
    const { stderr } = await invoke(['fail', '--verbose'])
    expect(stderr).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"TypeError".*"stack":\[/)
  })

  it('starts the function for just one event', async () => {
    const { status, stdout, stderr } = await invoke(['echo', '--local', '--event', 'event.json'])
    expect({ status, stdout }).toEqual({ status: 0, stdout: '{"from":"file"}\n' })
    expect(stderr).toContain('a line')
  })

  it('shows what the function wrote while it started, too, where it starts it', async () => {
    const { stderr } = await invoke(['echo', '--local'])
    expect(stderr).toMatch(
      /module loads\n(?:[^]*\n)?START RequestId: [^]*a line[^]*^REPORT RequestId: /m,
    )
    expect(stderr).not.toContain('INIT_START')
    const verbose = await invoke(['echo', '--local', '--verbose'])
    expect(verbose.stderr).toMatch(/^INIT_START [^]*module loads[^]*START RequestId: /m)
  })

  it('gives functions the variables of .env, of another file, and those that are local', async () => {
    const own = JSON.parse((await invoke(['variables'])).stdout)
    expect(own).toMatchObject({ TABLE: 'items', WHOSE: 'items', ONLY: 'here' })
    expect(own.AWS_REGION).not.toBe('nowhere')
    const other = await invoke(['variables', '--local', '--env-file', 'other.env'])
    expect(JSON.parse(other.stdout)).toMatchObject({ TABLE: 'others', WHOSE: 'others' })
  })

  it('lets functions invoke each other', async () => {
    expect((await invoke(['calls'])).stdout).toBe('{"a":1}\n')
  })

  it('names the sample events', async () => {
    const { stdout } = await invoke(['--list-events'])
    for (const name of [
      'http-api-v2',
      'rest',
      'alb-multi-value',
      'dynamodb',
      'cognito-pre-token',
    ]) {
      expect(stdout).toMatch(new RegExp(`^${name} `, 'm'))
    }
  })

  it('refuses an event that is not JSON, an unknown function, and a missing choice', async () => {
    expect(await invoke(['echo', '--event', 'broken.json'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('the event in broken.json is not JSON'),
    })
    expect(await invoke(['ecko'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Did you mean "echo"?'),
    })
    expect(await invoke([])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('several functions: echo, fail, pid'),
    })
  })
})
