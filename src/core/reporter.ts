/**
 * Where a phase says what it does. The phases never write to a terminal themselves; the CLI
 * decides how this looks, a test or a library keeps it silent.
 */
export interface Reporter {
  /** Work that may take over a second: shown with its duration while it lasts. */
  step<T>(message: string, work: (update: (message: string) => void) => Promise<T>): Promise<T>
  info(message: string): void
  warn(message: string): void
  /** Shown with `--verbose` only. */
  debug(message: string): void
}

export const silentReporter: Reporter = {
  step: (_message, work) => work(() => {}),
  info: () => {},
  warn: () => {},
  debug: () => {},
}
