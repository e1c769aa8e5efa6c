import { parentPort } from 'node:worker_threads'
import { deflateBlock } from './deflate.ts'

export interface DeflateTask {
  id: number
  block: Uint8Array
  last: boolean
}

export interface DeflateAnswer {
  id: number
  deflated: Uint8Array
}

parentPort?.on('message', ({ id, block, last }: DeflateTask) => {
  const answer: DeflateAnswer = { id, deflated: deflateBlock(block, last) }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- workers have no origin
  parentPort?.postMessage(answer)
})
