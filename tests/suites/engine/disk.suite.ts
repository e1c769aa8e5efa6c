import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { dropFromMemory, readFromDisk } from '../../../src/bench/measure/page-cache.ts'
import { buildFunction, run } from '../../support/built-function.ts'
import { workspace } from '../../support/cli.ts'

const events = pathToFileURL(join(import.meta.dirname, '../../../bench/engine/event.mjs'))
const { httpEventV2 } = (await import(events.href)) as { httpEventV2: object }

/** Each tells its process. */
const SOURCES = {
  'what answers with its event':
    'export const handler = (event) => ({ ...event, pid: process.pid })',
  'a Hono app': `
import { Hono } from 'hono'
const app = new Hono()
app.get('/items/:id', (c) => c.json(c.req.param(), 200, { pid: String(process.pid) }))
export default app
`,
  'what takes URLs apart': `
export const handler = ({ rawPath, rawQueryString }) => {
  const url = new URL(rawPath + '?' + rawQueryString, 'https://Example.com:8443')
  url.searchParams.set('page', 'two words')
  url.pathname += '/ä b'
  const urls = [url, new URL('../c?d=%20#e', url), new URL('http://user:word@127.0.0.1/./x')]
  return { urls, isOne: URL.canParse('/'), names: [...url.searchParams.keys()], pid: process.pid }
}
`,
  'what makes a function from text, as packages do that check what they are given': `
const check = new Function('event', 'const { rawPath, ...more } = event; return () => ({ rawPath, ...more })')
export const handler = (event) => ({ ...check(event)(), pid: process.pid })
`,
}

/** How often the process had to wait for a page that it had not asked for beforehand. */
function waits(pid: number): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)!
  return Number(afterName.split(' ')[9])
}

it.each(Object.entries(SOURCES))(
  'a start from disk asks for all that it touches: %s',
  async (_, source) => {
    using project = workspace({ 'index.ts': source, 'oche.yaml': 'name: fn\nengine: quickjs\n' })
    const built = await buildFunction(project.path, 'binary')
    expect(dropFromMemory([built.executable])).toBeUndefined()
    await using fn = await run(built)
    const { headers, pid = Number(headers.pid) } = await fn.invoke(httpEventV2)
    const read = readFromDisk(pid)
    expect(read).toBeDefined()
    console.log(`${read} bytes read`)
    // Where files stay in memory, as in a file system that is memory itself, there is nothing to see.
    if (read! > 0) expect(waits(pid)).toBe(0)
  },
)
