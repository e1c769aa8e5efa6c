import { Hono } from 'hono'

const app = new Hono()

app.get('/', (c) =>
  c.json({ message: `Hello, ${c.req.query('name') ?? 'world'}!`, path: c.req.path }),
)

app.get('/items/:id', (c) => c.json({ id: c.req.param('id') }))

export default app
