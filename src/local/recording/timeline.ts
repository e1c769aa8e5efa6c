import type { Entry } from './entry.ts'
import type { RecordedPhase } from './types.ts'

/**
 * Where the time of an invocation went: waiting for a process, its initialisation, the handler, an answer
 * that streams, what the runtime did after its answer, and extensions. Pure.
 */
export function timelineOf(entry: Entry): RecordedPhase[] {
  const { at, invocation, start, answer, streamEnd, runtimeDone, completedAt } = entry
  if (invocation === undefined || start === undefined) return []
  const since = (moment: number) => moment - at
  const begun = since(start.at)
  const init = start.coldStart ? Math.min(begun, entry.report?.initDurationMs ?? 0) : 0
  const answered = answer && since(answer.at)
  const streamed = streamEnd && since(streamEnd.at)
  const completed = completedAt && since(completedAt)
  const done = runtimeDone === undefined ? completed : since(runtimeDone.at)
  return phases([
    ['waiting', 0, begun - init],
    ['init', begun - init, begun],
    ['handler', begun, answered],
    ['streaming', answered, streamed],
    ['after', streamed ?? answered, done],
    ['extensions', done, runtimeDone?.hasExtensions ? completed : done],
  ])
}

type Span = [name: RecordedPhase['name'], from: number | undefined, until: number | undefined]

function phases(spans: readonly Span[]): RecordedPhase[] {
  return spans.flatMap(([name, fromMs, untilMs]) => {
    const isThere = fromMs !== undefined && untilMs !== undefined && untilMs > fromMs
    return isThere ? [{ name, fromMs, untilMs }] : []
  })
}
