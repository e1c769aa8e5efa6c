import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { listen } from './listen.ts'

it('a port that only the system may use is said with the flag that changes it', async () => {
  const server = createServer()
  // Whoever runs the tests may be allowed to.
  const refused = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
  server.listen = () => {
    process.nextTick(() => server.emit('error', refused))
    return server
  }
  await expect(listen(server, 80, '127.0.0.1')).rejects.toMatchObject({
    code: 'PORT_NOT_ALLOWED',
    message: 'port 80 may not be used by this user',
    remedy: expect.stringContaining('--port'),
  })
})
