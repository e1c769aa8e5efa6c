import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ocheDev, root, type RunningDev } from './support/cli.ts'

/** Serves an example while its tests run; its address. */
function served(example: string): () => string {
  let running: RunningDev
  beforeAll(async () => {
    running = await ocheDev(['--no-watch'], { cwd: join(root, 'examples', example) })
  })
  afterAll(() => running?.stop())
  return () => running.url
}

describe('examples/hello', () => {
  const url = served('hello')

  it('serves its two named handlers behind one HTTP API', async () => {
    const hello = await fetch(`${url()}/hello/Ada`)
    expect(hello.headers.get('content-type')).toBe('application/json')
    expect(await hello.json()).toMatchObject({
      message: 'Hello, Ada!',
      method: 'GET',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    const variable = await fetch(`${url()}/variable`)
    expect(await variable.json()).toEqual({ message: 'Good morning from variable' })
  })

  it('answers 404 where no route fits', async () => {
    const response = await fetch(`${url()}/nowhere`)
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ message: 'Not Found' })
  })
})

describe('examples/hono', () => {
  const url = served('hono')

  it('answers JSON', async () => {
    const response = await fetch(`${url()}/?a=b`)
    expect(await response.json()).toEqual({ message: 'Hello from Hono', path: '/' })
  })

  it('reads a cookie and sets two', async () => {
    const response = await fetch(`${url()}/visits`, { headers: { cookie: 'visits=41' } })
    expect(await response.json()).toEqual({ visits: 42 })
    expect(response.headers.getSetCookie()).toEqual([
      'visits=42; Path=/; HttpOnly',
      'seen=yes; Path=/',
    ])
  })

  it('answers bytes', async () => {
    const response = await fetch(`${url()}/pixel.gif`)
    expect(response.headers.get('content-type')).toBe('image/gif')
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 6)
        .toString(),
    ).toBe('GIF89a')
  })

  it('reads a streamed body whole', async () => {
    const body = 'grüße '.repeat(50_000)
    const response = await fetch(`${url()}/upper`, { method: 'POST', body })
    expect(await response.text()).toBe(body.toUpperCase())
  })
})

describe('examples/streaming', () => {
  const url = served('streaming')

  it('is read event by event while it is still being written', async () => {
    const response = await fetch(`${url()}/?to=3`)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const pieces: string[] = []
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream()))
      pieces.push(piece)
    expect(pieces.join('')).toBe('data: 1\n\ndata: 2\n\ndata: 3\n\n')
    expect(pieces.length).toBeGreaterThan(1)
  })
})
