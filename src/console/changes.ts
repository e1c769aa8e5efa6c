import type { ServerResponse } from 'node:http'
import type { Change, ConsoleHost } from './types.ts'

/** What happens in such a time is told in one piece, in milliseconds. */
const MOMENT = 40

/** Tells a client of what is new, until it goes away. */
export function streamChanges(response: ServerResponse, host: ConsoleHost, since: number): void {
  const { recording } = host
  const send = (change: Change) => void response.write(`${JSON.stringify(change)}\n`)
  const changed = new Set<number>()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    // A client that does not read gets the newest state of each row once it does.
    if (response.writableNeedDrain) return void response.once('drain', flush)
    const rows = [...changed].flatMap((id) => recording.summary(id) ?? [])
    changed.clear()
    send({ type: 'rows', rows, bounds: recording.bounds })
  }
  const stop = [
    recording.watch((id) => {
      changed.add(id)
      timer ??= setTimeout(flush, MOMENT)
    }),
    recording.onClear(() => send({ type: 'cleared' })),
    host.onFunctions(() =>
      send({ type: 'functions', functions: host.functions(), url: host.lambda().url }),
    ),
  ]
  response.on('close', () => {
    clearTimeout(timer)
    for (const end of stop) end()
  })
  send({ type: 'rows', rows: recording.list(since), bounds: recording.bounds })
}
