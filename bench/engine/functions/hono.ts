import { Hono } from 'hono'

const app = new Hono()
app.use(async (c, next) => {
  await next()
  c.header('x-own', 'bench')
})
app.get('/items/:id', (c) => c.json({ id: c.req.param('id'), q: c.req.query('q') }))
export default app
