import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Output } from './output.ts'

export interface Asking {
  stdin: Readable
  output: Output
  signal: AbortSignal
  /** Told of Ctrl-C, which is no signal while a line is read. */
  onInterrupt?(): void
}

/** What was typed after a question; undefined where it was left by Ctrl-C or Ctrl-D. */
export function ask(
  question: string,
  { stdin, output, signal, onInterrupt }: Asking,
): Promise<string | undefined> {
  const reader = createInterface({
    input: stdin,
    output: output.noteStream,
    terminal: output.canRedraw,
  })
  const leave = () => reader.close()
  return new Promise<string | undefined>((resolve) => {
    reader.on('close', () => resolve(undefined))
    reader.on('SIGINT', () => {
      onInterrupt?.()
      leave()
    })
    signal.addEventListener('abort', leave, { once: true })
    if (signal.aborted) leave()
    else reader.question(question, resolve)
  }).finally(() => {
    signal.removeEventListener('abort', leave)
    leave()
  })
}
