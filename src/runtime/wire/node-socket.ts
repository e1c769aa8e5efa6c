import type { Dial } from './socket.ts'

export const dialOnNode: Dial = ({ host, port }, events) => {
  // Asked for here, so that Bun never loads it.
  const { connect } = process.getBuiltinModule('node:net')
  return new Promise((resolve, reject) => {
    const raw = connect({ host, port, noDelay: true })
    let failure: Error | undefined
    raw.once('error', reject)
    raw.once('connect', () => {
      raw.off('error', reject)
      raw.on('error', (error) => void (failure = error))
      raw.on('data', events.data)
      raw.on('drain', events.drain)
      raw.once('close', () => events.close(failure))
      resolve({
        write: (data) => raw.write(data),
        keepAlive: (keeps) => void (keeps ? raw.ref() : raw.unref()),
        destroy() {
          raw.removeAllListeners()
          raw.on('error', () => {})
          raw.destroy()
        },
      })
    })
  })
}
