import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { deferred, type Deferred } from '../../core/deferred.ts'
import { isSource, ownPath } from '../../core/own-package.ts'
import type { DeflateAnswer, DeflateTask } from './deflate-worker.ts'
import { deflateBlock } from './deflate.ts'

/** Deflates pieces of files, several at once. */
export interface Deflater {
  /** As `deflateBlock`. */
  deflate(block: Uint8Array, last: boolean): Promise<Uint8Array>
  close(): Promise<void>
}

/** Pieces at once at most; each worker takes some megabytes. */
export const MOST_AT_ONCE = Math.min(availableParallelism(), 8)

/** In threads of their own, started when they are needed. */
export function threadedDeflater(): Deflater {
  const workers: Worker[] = []
  const waiting = new Map<number, Deferred<Uint8Array>>()
  let tasks = 0

  function rejectAll(reason: unknown): void {
    for (const one of waiting.values()) one.reject(reason)
    waiting.clear()
  }

  function start(): Worker {
    const worker = new Worker(ownPath('dist', 'build', 'package', 'deflate-worker.js'))
    worker.on('message', ({ id, deflated }: DeflateAnswer) => {
      waiting.get(id)?.resolve(deflated)
      waiting.delete(id)
    })
    worker.on('error', rejectAll)
    workers.push(worker)
    return worker
  }

  return {
    deflate(block, last) {
      const id = tasks++
      const worker = workers.length < MOST_AT_ONCE ? start() : workers[id % workers.length]!
      const task: DeflateTask = { id, block, last }
      const answer = deferred<Uint8Array>()
      waiting.set(id, answer)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- workers have no origin
      worker.postMessage(task)
      return answer.promise
    },
    async close() {
      rejectAll(new Error('the deflater was closed'))
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

/** On this thread: for files of a megabyte or two, and where there is no compiled worker. */
export const simpleDeflater: Deflater = {
  deflate: async (block, last) => deflateBlock(block, last),
  close: async () => {},
}

/** In this package's own tests Node would have to read TypeScript in the worker. */
export function createDeflater(): Deflater {
  return isSource ? simpleDeflater : threadedDeflater()
}
