import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { functionUrl } from '../../../src/contract/samples/function-url.ts'
import { oche, workspace, type Workspace } from '../../support/cli.ts'
import { Emulated } from './emulated.ts'

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
