import * as timers from '../../boot/timers.ts'
import { abortError } from '../../define.ts'

interface Options {
  signal?: AbortSignal
  ref?: boolean
}

function wait<T>(
  start: (done: () => void) => { unref(): unknown },
  stop: (one: unknown) => void,
  value: T,
  { signal, ref = true }: Options,
): Promise<T> {
  if (signal?.aborted) return Promise.reject(abortError(signal))
  return new Promise((resolve, reject) => {
    const cancel = () => {
      stop(one)
      reject(abortError(signal!))
    }
    const one = start(() => {
      signal?.removeEventListener('abort', cancel)
      resolve(value)
    })
    if (!ref) one.unref()
    signal?.addEventListener('abort', cancel, { once: true })
  })
}

export function setTimeout<T>(delay?: number, value?: T, options: Options = {}): Promise<T> {
  return wait((done) => timers.setTimeout(done, delay), timers.clearTimeout, value as T, options)
}

export function setImmediate<T>(value?: T, options: Options = {}): Promise<T> {
  return wait((done) => timers.setImmediate(done), timers.clearImmediate, value as T, options)
}

export async function* setInterval<T>(
  delay?: number,
  value?: T,
  { signal, ref = true }: Options = {},
): AsyncGenerator<T> {
  if (signal?.aborted) throw abortError(signal)
  let due = 0
  let wake: (() => void) | undefined
  const tell = () => {
    due++
    wake?.()
  }
  const timer = timers.setInterval(tell, delay)
  if (!ref) timer.unref()
  const stop = () => wake?.()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    for (;;) {
      if (signal?.aborted) throw abortError(signal)
      if (due === 0) await new Promise<void>((resolve) => (wake = resolve))
      while (due > 0) {
        due--
        yield value as T
        if (signal?.aborted) throw abortError(signal)
      }
    }
  } finally {
    timer.close()
    signal?.removeEventListener('abort', stop)
  }
}

export const scheduler = {
  wait: (delay: number, options?: Options) => setTimeout(delay, undefined, options),
  yield: () => setImmediate(),
}
