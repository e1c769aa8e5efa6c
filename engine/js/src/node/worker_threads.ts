import { absent } from '../define.ts'
import { MessageChannel, MessagePort } from '../web/message-channel.ts'

export { MessageChannel, MessagePort }
export const isMainThread = true
export const parentPort = null
export const threadId = 0
export const workerData = null
export const Worker = absent('worker_threads.Worker')
