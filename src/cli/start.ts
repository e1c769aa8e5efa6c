import { listenForSignals } from './signals.ts'
import { run, showUnexpected } from './program.ts'
import { giveSize } from './output/terminal-size.ts'

/** What is stopped has this long for it, in milliseconds. */
const PATIENCE = 5000

const argv = process.argv.slice(2)
const signals = listenForSignals(process)

// The last resort: what nobody caught. Everything is stopped as on Ctrl-C.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (thrown: unknown) => {
    if (isEcho(thrown)) return
    signals.end(showUnexpected(thrown, argv, process))
  })
}
// Whoever reads our output has seen enough (`oche … | head`): stop as if interrupted.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', () => signals.stop('SIGHUP'))

giveSize(process.stdout, process.stderr)
const status = await Promise.race([run(argv, process, signals), overdue()])
await Promise.race([Promise.all([process.stdout, process.stderr].map(flushed)), overdue()])
process.exit(status)

/** What was aborted says so, and is no news. */
function isEcho(thrown: unknown): boolean {
  return signals.signal.aborted && (thrown as { name?: unknown } | null)?.name === 'AbortError'
}

/** The exit status once something that is stopped takes too long; never where nothing is. */
function overdue(): Promise<number> {
  return new Promise((resolve) => {
    const wait = () => setTimeout(() => resolve(signals.status() ?? 1), PATIENCE).unref()
    if (signals.signal.aborted) wait()
    else signals.signal.addEventListener('abort', wait, { once: true })
  })
}

/** Pipes are written asynchronously on Windows; exiting would cut them. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writable) stream.write('', () => resolve())
    else resolve()
  })
}
