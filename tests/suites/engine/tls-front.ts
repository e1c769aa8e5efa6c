import net from 'node:net'
import tls from 'node:tls'
import type { AddressInfo } from 'node:net'

/** A port that speaks TLS in front of one that does not. */
export async function startTlsFront(behind: number, certificate: { key: string; cert: string }) {
  const open = new Set<net.Socket>()
  const server = tls.createServer(certificate, (socket) => {
    const inner = net.connect(behind, '127.0.0.1')
    for (const one of [socket, inner]) {
      open.add(one)
      one.on('error', () => {})
      one.on('close', () => {
        open.delete(one)
        socket.destroy()
        inner.destroy()
      })
    }
    socket.pipe(inner).pipe(socket)
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const one of open) one.destroy()
      server.close()
    },
  }
}
