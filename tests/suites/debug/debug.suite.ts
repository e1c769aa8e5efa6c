import { afterEach, describe, expect, it } from 'vitest'
import { ocheDev, workspace, type RunningDev, type Workspace } from '../../support/cli.ts'
import { freePort } from '../../support/server-process.ts'
import { Inspector } from './inspector.ts'
import { until } from '../../support/until.ts'

const SOURCE = `import type { Context } from 'aws-lambda'

interface Event { n: number }

export const handler = async ({ n }: Event, context: Context) => {
  const doubled: number = n * 2
  return { doubled, left: context.getRemainingTimeInMillis() }
}
`

let folder: Workspace
let running: RunningDev
afterEach(async () => {
  await running.stop()
  folder.remove()
})

/** Where the process that is up now listens: Node has a new path each time. */
async function debuggerUrl(engine: string, port: number): Promise<string> {
  if (engine === 'bun') return `ws://127.0.0.1:${port}/oche`
  const list = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string
  }[]
  return list[0]!.webSocketDebuggerUrl
}

function attach(engine: string, port: number): Promise<Inspector> {
  return until('a debugger', async () => {
    try {
      return await Inspector.attach(await debuggerUrl(engine, port))
    } catch {
      return undefined
    }
  })
}

describe.each(['bun', 'node'])('oche dev --inspect, on %s', (engine) => {
  it('stops at a line of the source, for as long as one likes, and again after a rebuild', async () => {
    const port = await freePort()
    folder = workspace({
      'index.ts': SOURCE,
      'oche.yaml': `name: f\nengine: ${engine}\ntimeout: 1\nhttp: none\n`,
    })
    running = await ocheDev([`--inspect=${port}`], { cwd: folder.path })
    await running.stderrHas(`Debugger of f: `)
    const invoke = async (n: number) => {
      const url = `${running.url}/2015-03-31/functions/f/invocations`
      const response = await fetch(url, { method: 'POST', body: JSON.stringify({ n }) })
      return (await response.json()) as { doubled: number; left: number }
    }
    for (const [factor, line] of [
      [2, 7],
      [3, 7],
    ] as const) {
      await using inspector = await attach(engine, port)
      await inspector.setBreakpoint('index.ts', line)
      const answer = invoke(21)
      expect(await inspector.paused('n', 'doubled')).toEqual([21, 21 * factor])
      await inspector.resume()
      const { doubled, left } = await answer
      expect(doubled).toBe(21 * factor)
      // Its timeout is a second.
      expect(left).toBeGreaterThan(1_000_000)
      if (factor === 3) break
      folder.write('index.ts', SOURCE.replace('n * 2', 'n * 3'))
      await running.event(({ type }) => type === 'rebuilt')
    }
  })

  it('ends what stands at a breakpoint when its source is saved', async () => {
    const port = await freePort()
    folder = workspace({
      'index.ts': SOURCE,
      'oche.yaml': `name: f\nengine: ${engine}\nhttp: none\n`,
    })
    running = await ocheDev([`--inspect=${port}`], { cwd: folder.path })
    await using first = await attach(engine, port)
    await first.setBreakpoint('index.ts', 7)
    const url = `${running.url}/2015-03-31/functions/f/invocations`
    const invoke = () => fetch(url, { method: 'POST', body: '{"n":1}' }).then((one) => one.json())
    const stopped = invoke()
    await first.paused()
    folder.write('index.ts', SOURCE.replace('n * 2', 'n * 3'))
    expect(await stopped).toMatchObject({ errorType: 'Runtime.ExitError' })
    expect(await invoke()).toMatchObject({ doubled: 3 })
    await using second = await attach(engine, port)
    await second.setBreakpoint('index.ts', 7)
  })
})
