// A web application that knows nothing of Lambda.
import express from 'express'

const app = express()
app.use(express.json())

app.get('/events', async (_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  for (const number of [0, 1, 2]) response.write(`data: ${number}\n\n`)
  response.end()
})
app.get('/{*path}', (request, response) => {
  const pairs = (request.headers.cookie ?? '').split(/; ?/).filter(Boolean)
  const cookies = Object.fromEntries(pairs.map((pair) => pair.split('=')))
  respond(response, { path: request.originalUrl, cookies })
})
app.post('/{*path}', (request, response) => respond(response, { posted: request.body }))

app.listen(Number(process.env.PORT), '127.0.0.1')

function respond(response, content) {
  response.append('Set-Cookie', ['one=1; HttpOnly', 'two=2; Secure'])
  response.json(content)
}
