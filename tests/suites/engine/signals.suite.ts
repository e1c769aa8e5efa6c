import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { fn, start } from '../../local/support.ts'
import { buildFunction } from '../../support/built-function.ts'
import { workspace } from '../../support/cli.ts'

const layer = fileURLToPath(new URL('../../local/layers/watched', import.meta.url))

const SOURCE = `
import { setTimeout as wait } from 'node:timers/promises'
import { onShutdown } from 'oche/runtime'

process.on('SIGTERM', () => console.log('told by the process'))
onShutdown(async () => {
  await wait(5)
  console.log('put away')
})
export const handler = async (event) => ({ event, listeners: process.listenerCount('SIGTERM') })
`

it('puts away what it has before its extension is told of the end', async () => {
  const configuration = 'name: fn\nengine: quickjs\n'
  using project = workspace({ 'index.ts': SOURCE, 'oche.yaml': configuration })
  const { executable, taskRoot } = await buildFunction(project.path, 'zip')
  await using local = await start(fn({ code: { executable, taskRoot }, layers: [layer] }))
  for (const event of [1, 2, 3])
    expect((await local.act(event)).value).toEqual({ event, listeners: 2 })
  await local.lambda.close()
  const lines = local.events.flatMap((event) => (event.type === 'log' ? [event.line] : []))
  const place = (text: string) => lines.findIndex((line) => line.includes(text))
  expect(place('told by the process')).toBeGreaterThanOrEqual(0)
  expect(place('put away')).toBeGreaterThan(place('told by the process'))
  expect(place('"SHUTDOWN"')).toBeGreaterThan(place('put away'))
})
