import type { Row } from '../rows.ts'
import { clockText, durationText } from '../text.ts'

export const COLUMNS: readonly { name: string; className: string }[] = [
  { name: 'Time', className: 'time' },
  { name: 'Status', className: 'status' },
  { name: 'Method', className: 'method' },
  { name: 'Path or event', className: 'title' },
  { name: 'Function', className: 'function' },
  { name: 'Duration', className: 'duration' },
  { name: 'Start', className: 'start' },
  { name: 'Memory', className: 'memory' },
  { name: 'Request id', className: 'request' },
]

export function RowCells({ row }: { row: Row }) {
  const { method, title, kind, coldStart, memoryMb, memorySizeMb } = row
  const cells = [
    clockText(row.at),
    <Status key="status" row={row} />,
    method ?? <span class="kind">{kind}</span>,
    <span key="title" title={title}>
      {title}
    </span>,
    row.function || <span class="soft">endpoint</span>,
    durationText(row.durationMs),
    coldStart === undefined ? '' : coldStart ? <b class="cold">cold</b> : 'warm',
    memoryMb === undefined ? '' : <Memory key="memory" used={memoryMb} size={memorySizeMb} />,
    row.requestId.slice(0, 8),
  ]
  return (
    <>
      {COLUMNS.map(({ name, className }, index) => (
        <div key={name} role="gridcell" class={className} aria-colindex={index + 1}>
          {cells[index]}
        </div>
      ))}
    </>
  )
}

const UNDER_WAY: Record<Row['state'], string> = {
  waiting: 'waiting',
  running: 'running',
  streaming: 'streaming',
  answered: '',
  done: '',
}

/** A status of HTTP where there is one; otherwise how it went. */
export function Status({
  row,
}: {
  row: Pick<Row, 'status' | 'failed' | 'state' | 'durationMs' | 'via' | 'function'>
}) {
  const isOpen = row.durationMs === undefined && UNDER_WAY[row.state] !== ''
  if (isOpen) return <span class="badge is-open">{UNDER_WAY[row.state]}</span>
  const { failed } = row
  // The Invoke API answers 200 for a function that failed.
  const status = row.via === 'invoke-api' && row.function !== '' ? undefined : row.status
  const tone =
    failed || (status ?? 0) >= 500 ? 'is-bad' : (status ?? 200) >= 400 ? 'is-warn' : 'is-good'
  return <span class={`badge ${tone}`}>{status ?? (failed ? 'error' : 'ok')}</span>
}

function Memory({ used, size }: { used: number; size: number | undefined }) {
  const isTight = size !== undefined && used >= size * 0.9
  return (
    <span class={isTight ? 'tight' : undefined}>
      {used}
      {size !== undefined && <span class="soft"> / {size}</span>} MB
    </span>
  )
}
