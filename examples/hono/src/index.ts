import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const app = new Hono()

app.get('/', (c) => c.json({ message: 'Hello from Hono', path: c.req.path }))

app.get('/visits', (c) => {
  const visits = Number(getCookie(c, 'visits') ?? 0) + 1
  setCookie(c, 'visits', String(visits), { httpOnly: true, path: '/' })
  setCookie(c, 'seen', 'yes')
  return c.json({ visits })
})

/** One transparent pixel. */
const PIXEL = Uint8Array.from(
  atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'),
  (character) => character.charCodeAt(0),
)

app.get('/pixel.gif', (c) => c.body(PIXEL, 200, { 'content-type': 'image/gif' }))

/** The request's body, read as it streams in, and answered as a stream. */
app.post('/upper', (c) => {
  const body = c.req.raw.body ?? new Blob([]).stream()
  const upper = new TransformStream<string, string>({
    transform: (chunk, controller) => controller.enqueue(chunk.toUpperCase()),
  })
  const stream = body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(upper)
    .pipeThrough(new TextEncoderStream())
  return c.body(stream, 200, { 'content-type': 'text/plain; charset=utf-8' })
})

export default app
