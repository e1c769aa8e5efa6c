import { spawn, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { functionUrl } from '../../../src/contract/samples/function-url.ts'
import { oche, workspace, type Workspace } from '../../support/cli.ts'
import { freePort, stop, untilUp } from '../../support/server-process.ts'

/** Written by `.ci/suites/emulator`: the executable. */
const emulator = process.env['OCHE_EMULATOR']!

const FUNCTION = `
const { streamifyResponse } = (globalThis as any).awslambda
export const handlers = {
  echo: async (event: unknown) => event,
  context: async (_event: unknown, context: any) =>
    [context.awsRequestId.length, context.getRemainingTimeInMillis() > 0],
  fail: async () => { throw new TypeError('told to fail') },
  large: async (event: any) => event.large ? 'x'.repeat(7 * 1024 * 1024) : 'small',
  stream: streamifyResponse(async (event: any, stream: any) => {
    stream.write('one,')
    if (event.fail) throw new Error('in the middle')
    stream.end('two')
  }),
  web: { fetch: (request: Request) => Response.json({ path: new URL(request.url).pathname }) },
}
`

describe.each(['bun', 'node'])(
  'a TypeScript function by %s, under AWS’s own emulator',
  (engine) => {
    let folder: Workspace
    let executable: string

    beforeAll(async () => {
      const configuration = `name: function\nengine: ${engine}\n`
      folder = workspace({ 'oche.yaml': configuration, 'src/index.ts': FUNCTION })
      const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64'
      const built = await oche(['build', '--arch', arch, '--json'], { cwd: folder.path })
      expect(built.status, built.stderr).toBe(0)
      executable = resolve(folder.path, JSON.parse(built.stdout)[0].executable)
    })
    afterAll(() => folder?.remove())

    it('gives back events of any size', async () => {
      await using lambda = await Emulated.start(executable, 'echo')
      for (const bytes of [2, 3_000, 100_000, 5_900_000]) {
        const event = { text: 'é'.repeat(bytes / 2) }
        const { text } = (await lambda.invoke(event)) as typeof event
        // No toEqual: a difference would print megabytes.
        expect(text === event.text).toBe(true)
      }
    })

    it('knows the invocation', async () => {
      await using lambda = await Emulated.start(executable, 'context')
      expect(await lambda.invoke({})).toEqual([36, true])
    })

    it('reports an error, and goes on', async () => {
      await using lambda = await Emulated.start(executable, 'fail')
      const error = { errorType: 'TypeError', errorMessage: 'told to fail' }
      expect(await lambda.invoke({})).toMatchObject(error)
      expect(await lambda.invoke({})).toMatchObject(error)
    })

    it('goes on after a result that is too large', async () => {
      await using lambda = await Emulated.start(executable, 'large')
      const refused = { errorType: 'Function.ResponseSizeTooLarge' }
      expect(await lambda.invoke({ large: true })).toMatchObject(refused)
      expect(await lambda.invoke({ large: false })).toBe('small')
    })

    it('streams, and goes on after a stream that failed in the middle', async () => {
      await using lambda = await Emulated.start(executable, 'stream')
      expect(await lambda.invokeText({ fail: false })).toBe('one,two')
      expect(await lambda.invokeText({ fail: true })).toContain('one,')
      expect(await lambda.invokeText({ fail: false })).toBe('one,two')
    })

    it('answers HTTP', async () => {
      await using lambda = await Emulated.start(executable, 'web')
      const event = { ...functionUrl, rawPath: '/items/7' }
      expect(await lambda.invoke(event)).toMatchObject({
        statusCode: 200,
        body: '{"path":"/items/7"}',
      })
    })
  },
)

/** A bootstrap that the emulator runs. */
class Emulated implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #url: string

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.#url = url
  }

  static async start(executable: string, handler: string): Promise<Emulated> {
    const [invokePort, runtimePort] = [await freePort(), await freePort()]
    const args = [
      `--runtime-interface-emulator-address=127.0.0.1:${invokePort}`,
      `--runtime-api-address=127.0.0.1:${runtimePort}`,
      '--log-level=error',
    ]
    const env = { PATH: process.env['PATH'], _HANDLER: handler, AWS_LAMBDA_FUNCTION_TIMEOUT: '30' }
    const child = spawn(emulator, [...args, executable, handler], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const url = `http://127.0.0.1:${invokePort}/2015-03-31/functions/function/invocations`
    // It has no page of its own: that it answers is enough.
    await untilUp(child, `http://127.0.0.1:${invokePort}/`, () => true)
    return new Emulated(child, url)
  }

  async invoke(event: unknown): Promise<unknown> {
    return JSON.parse(await this.invokeText(event))
  }

  async invokeText(event: unknown): Promise<string> {
    const response = await fetch(this.#url, { method: 'POST', body: JSON.stringify(event) })
    return response.text()
  }

  /** The function notices by itself that its Runtime API is gone. */
  [Symbol.asyncDispose](): Promise<void> {
    return stop(this.#child)
  }
}
