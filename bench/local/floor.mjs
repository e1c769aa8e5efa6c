// Answers whatever comes with the same bytes: what a connection and this machine take by themselves.
import { createServer } from 'node:net'

const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{"message":"hello"}')

createServer({ noDelay: true }, (socket) => {
  socket.on('data', () => socket.write(ANSWER))
  socket.on('error', () => {})
}).listen(Number(process.argv[2]), '127.0.0.1')
