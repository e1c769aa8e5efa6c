import { builtin } from '../builtin.ts'
import type { Dial } from './socket.ts'

export const dialOnNode: Dial = ({ host, port }, events) => {
  const { connect } = builtin('node:net')
  return new Promise((resolve, reject) => {
    const raw = connect({ host, port, noDelay: true }, () => resolve(raw))
    raw
      .on('error', (error) => {
        reject(error)
        events.close(error)
      })
      .on('data', events.data)
      .on('drain', events.drain)
      .on('close', () => events.close(undefined))
  })
}
