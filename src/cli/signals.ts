import { setMaxListeners } from 'node:events'
import { EXIT } from '../core/errors.ts'
import type { TerminalSignal } from './keyboard/bytes.ts'

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
  /** Exit status for what ended the program, if something did. */
  status(): number | undefined
  stop(signal: Signal): void
  /** Ends the program with a status of its own; what came first counts. */
  end(status: number): void
  /** As a terminal sends it: to all that run in its foreground, such as the `npx` around this. */
  send(signal: TerminalSignal): void
}

/** Within which a signal is heard, in milliseconds; the program ends by itself then. */
const HEARD = 1000

/** A second signal ends the program at once, for the case that stopping hangs. */
export function listenForSignals(target: NodeJS.Process): Signals {
  const controller = new AbortController()
  // As many works as there are may wait for it.
  setMaxListeners(0, controller.signal)
  let ended: number | undefined
  const end = (status: number) => {
    ended ??= status
    controller.abort()
  }
  for (const signal of Object.keys(SIGNAL_STATUS) as Signal[]) {
    target.on(signal, () => {
      if (ended !== undefined) target.exit(ended)
      end(SIGNAL_STATUS[signal])
    })
  }
  return {
    signal: controller.signal,
    status: () => ended,
    stop: (signal) => end(SIGNAL_STATUS[signal]),
    end,
    send: (signal) => {
      // Windows has no such signals; what listens is told.
      if (target.platform === 'win32') target.emit(signal, signal)
      else target.kill(0, signal)
      // A listener hears of it by the event loop, which may have nothing else left to do.
      setTimeout(() => {}, HEARD)
    },
  }
}
