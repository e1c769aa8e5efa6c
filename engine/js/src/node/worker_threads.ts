import { unavailable } from '../define.ts'
import { MessageChannel, MessagePort } from '../web/message-channel.ts'

export { MessageChannel, MessagePort }
export const isMainThread = true
export const parentPort = null
export const threadId = 0
export const workerData = null

export class Worker {
  constructor() {
    throw unavailable('worker_threads.Worker')
  }
}
