#!/usr/bin/env node
import { listenForSignals } from './signals.ts'
import { run } from './program.ts'

const signals = listenForSignals(process)
// Whoever reads our output has seen enough (`oche … | head`): stop as if interrupted.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', () => signals.stop('SIGHUP'))
const status = await run(process.argv.slice(2), process, signals)
await Promise.all([process.stdout, process.stderr].map(flushed))
process.exit(status)

/** Pipes are written asynchronously on Windows; exiting would cut them. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writable) stream.write('', () => resolve())
    else resolve()
  })
}
