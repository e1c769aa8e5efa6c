import type { ServerResponse } from 'node:http'
import type { Change, ConsoleHost } from './types.ts'

/** What happens in such a time is told in one piece, in milliseconds. */
const MOMENT = 40

/**
 * Tells a client of what is new, until it goes away. One that does not read is told nothing until it does,
 * and then of how everything is.
 */
export function streamChanges(response: ServerResponse, host: ConsoleHost, since: number): void {
  const { recording } = host
  const send = (change: Change) => void response.write(`${JSON.stringify(change)}\n`)
  const changed = new Set<number>()
  let haveFunctions = false
  let timer: NodeJS.Timeout | undefined
  let isHeld = false
  const tell = () => {
    timer = undefined
    if (response.writableNeedDrain) return hold()
    if (haveFunctions) {
      send({ type: 'functions', functions: host.functions(), url: host.lambda().url })
    }
    haveFunctions = false
    if (changed.size === 0) return
    const isMuch = changed.size > recording.bounds.rows.most
    const rows = isMuch
      ? recording.list()
      : [...changed].flatMap((id) => recording.summary(id) ?? [])
    changed.clear()
    send({ type: 'rows', rows, bounds: recording.bounds })
  }
  const hold = () => {
    isHeld = true
    response.once('drain', () => {
      isHeld = false
      tell()
    })
  }
  const soon = () => {
    if (!isHeld) timer ??= setTimeout(tell, MOMENT)
  }
  const stop = [
    recording.watch((id) => {
      // Whoever has as many to hear of as there are is told of all.
      if (changed.size <= recording.bounds.rows.most) changed.add(id)
      soon()
    }),
    recording.onClear(() => send({ type: 'cleared' })),
    host.onFunctions(() => {
      haveFunctions = true
      soon()
    }),
  ]
  response.on('close', () => {
    clearTimeout(timer)
    for (const end of stop) end()
  })
  send({ type: 'rows', rows: recording.list(since), bounds: recording.bounds })
}
