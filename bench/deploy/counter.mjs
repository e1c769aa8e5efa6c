import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** A loopback proxy that counts what goes through it. */
export async function startCounter(target) {
  const { hostname, port } = new URL(target)
  const count = { reads: 0, writes: 0, bytes: 0 }
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming)
    count[isRead(incoming, body.toString('latin1')) ? 'reads' : 'writes']++
    count.bytes += body.length
    const { method, url: path, headers } = incoming
    const passed = send({ hostname, port, method, path, headers, agent: false })
    passed.end(body)
    const [response] = await once(passed, 'response')
    outgoing.writeHead(response.statusCode, response.headers)
    response.pipe(outgoing)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    count: () => count,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** IAM and STS name the call in the body, Logs in a header; the others say it by the method. */
function isRead({ method, headers }, body) {
  const named =
    /Action=(\w+)/.exec(body)?.[1] ?? String(headers['x-amz-target'] ?? '').split('.')[1]
  if (named) return /^(Get|List|Describe|AssumeRole)/.test(named)
  return method === 'GET' || method === 'HEAD'
}
