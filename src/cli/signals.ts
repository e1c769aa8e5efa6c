import { EXIT } from '../core/errors.ts'

/** What ends the program from outside, and the exit status for it. */
const SIGNAL_STATUS = {
  SIGINT: EXIT.sigint,
  SIGTERM: EXIT.sigterm,
  /** The terminal was closed. */
  SIGHUP: EXIT.sighup,
} as const

type Signal = keyof typeof SIGNAL_STATUS

export interface Signals {
  /** Aborted at the first signal; what runs then has to stop what it started. */
  signal: AbortSignal
  /** Exit status for the signal that came, if one came. */
  status(): number | undefined
  stop(signal: Signal): void
}

/** A second signal ends the program at once, for the case that stopping hangs. */
export function listenForSignals(target: NodeJS.Process): Signals {
  const controller = new AbortController()
  let received: Signal | undefined
  const stop = (signal: Signal) => {
    received ??= signal
    controller.abort()
  }
  for (const signal of Object.keys(SIGNAL_STATUS) as Signal[]) {
    target.on(signal, () => {
      if (received !== undefined) target.exit(SIGNAL_STATUS[received])
      stop(signal)
    })
  }
  return {
    signal: controller.signal,
    status: () => (received === undefined ? undefined : SIGNAL_STATUS[received]),
    stop,
  }
}
