import { Hono } from 'hono'
import { cors } from 'hono/cors'
const app = new Hono()
app.use(cors())
app.get('/', (c) => c.text('hi'))
app.post('/json', async (c) => c.json({ got: await c.req.json() }))
export default app
