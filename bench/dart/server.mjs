import { createServer } from 'node:net'

const RESPONSE =
  'HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n'
const ACCEPTED = Buffer.from(`${RESPONSE}{"status":"OK"}\n`)

/** A Runtime API that hands out one event again and again, and reads results as far as their length. */
export async function serve(bytes) {
  const head = Buffer.from(
    [
      'HTTP/1.1 200 OK',
      'Content-Type: application/json',
      'Date: Fri, 27 Nov 2026 00:00:00 GMT',
      'Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd',
      'Lambda-Runtime-Deadline-Ms: 1795737600000',
      'Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:echo',
      'Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1',
      `Content-Length: ${bytes}`,
      '\r\n',
    ].join('\r\n'),
  )
  const event = Buffer.concat([head, Buffer.alloc(bytes, '0')])
  const server = createServer({ noDelay: true }, (socket) => answerAll(socket, event))
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    address: `127.0.0.1:${server.address().port}`,
    lengths: [head.length, ACCEPTED.length],
    close: () => server.close(),
  }
}

/** One request at a time: its head may come in pieces, and so may its body. */
function answerAll(socket, event) {
  let head = ''
  let left = 0
  socket.on('error', () => {})
  socket.on('data', (data) => {
    if (left === 0) {
      head += data.toString('latin1')
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      left = length - (head.length - end - 4)
      if (head.startsWith('GET')) socket.write(event)
      else if (left === 0) socket.write(ACCEPTED)
      head = ''
      return
    }
    left -= data.length
    if (left === 0) socket.write(ACCEPTED)
  })
}
