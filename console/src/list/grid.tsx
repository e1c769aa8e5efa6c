import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Row } from '../rows.ts'
import { beside, open } from '../state.ts'
import { useCell } from '../store.ts'
import { RowCells, COLUMNS } from './row.tsx'

/** In pixels at the usual size of text; measured, as that may be another. */
const ROW_HEIGHT = 30
/** Rows that are drawn above and below what is seen. */
const SPARE = 12

/** Rows, of which only those in sight are drawn. */
export function Grid({ rows }: { rows: readonly Row[] }) {
  const shown = useCell(beside)
  const opened = shown.show === 'invocation' ? shown.id : undefined
  const viewport = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(ROW_HEIGHT)
  const [range, setRange] = useState({ from: 0, until: 60 })
  const [active, setActive] = useState<number | undefined>(undefined)

  const look = () => {
    if (viewport.current === null) return
    const { scrollTop, clientHeight } = viewport.current
    const from = Math.max(0, Math.floor(scrollTop / height) - SPARE)
    const until = Math.ceil((scrollTop + clientHeight) / height) + SPARE
    setRange((before) =>
      before.from === from && before.until === until ? before : { from, until },
    )
  }
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      setHeight(rowHeight())
      look()
    })
    observer.observe(viewport.current!)
    return () => observer.disconnect()
  }, [])
  useKeptPlace(viewport, rows, height)

  const current = opened ?? active
  const index = rows.findIndex(({ id }) => id === current)
  useEffect(() => {
    if (index >= 0) scrollTo(viewport.current!, index * height, height)
  }, [current])

  const move = (to: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (next === undefined) return
    if (opened === undefined) setActive(next.id)
    else open(next.id)
  }
  const page = () => Math.max(1, Math.floor(viewport.current!.clientHeight / height) - 3)
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(index + 1),
    ArrowUp: () => move(index - 1),
    PageDown: () => move(index + page()),
    PageUp: () => move(index - page()),
    Home: () => move(0),
    End: () => move(rows.length - 1),
    Enter: () => {
      if (rows[index] !== undefined) open(rows[index].id)
    },
  }
  const drawn = rows.slice(range.from, range.until)
  return (
    <div
      class="grid"
      ref={viewport}
      onScroll={look}
      role="grid"
      aria-label="Invocations, newest first"
      aria-rowcount={rows.length + 1}
      aria-colcount={COLUMNS.length}
      tabIndex={0}
      aria-activedescendant={index >= 0 ? `row-${current}` : undefined}
      onKeyDown={(event) => {
        const press = keys[event.key]
        if (press === undefined || event.ctrlKey || event.metaKey || event.altKey) return
        event.preventDefault()
        press()
      }}
      onFocus={() => {
        if (index < 0 && rows[0] !== undefined && opened === undefined) setActive(rows[0].id)
      }}
    >
      <div role="rowgroup" class="head">
        <div role="row" class="row" aria-rowindex={1}>
          {COLUMNS.map(({ name, className }, column) => (
            <div key={name} role="columnheader" class={className} aria-colindex={column + 1}>
              {name}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="viewport">
        <div class="all" role="presentation" style={{ height: `${rows.length * height}px` }}>
          <div
            class="drawn"
            role="presentation"
            style={{ transform: `translateY(${range.from * height}px)` }}
          >
            {drawn.map((row, offset) => (
              <div
                key={row.id}
                id={`row-${row.id}`}
                role="row"
                aria-rowindex={range.from + offset + 2}
                aria-selected={row.id === current}
                class={`row ${row.failed ? 'is-bad' : ''} ${row.id === current ? 'is-current' : ''}`}
                onClick={() => open(row.id)}
              >
                <RowCells row={row} />
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}

function rowHeight(): number {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  return Math.round((ROW_HEIGHT / 16) * size)
}

/** Whoever looks at older rows goes on to see them while newer ones come. */
function useKeptPlace(
  viewport: { current: HTMLDivElement | null },
  rows: readonly Row[],
  height: number,
): void {
  const before = useRef<readonly Row[]>(rows)
  useLayoutEffect(() => {
    const element = viewport.current!
    const first = before.current[0]
    before.current = rows
    if (first === undefined || element.scrollTop < height) return
    const added = rows.findIndex(({ id }) => id === first.id)
    if (added > 0) element.scrollTop += added * height
  }, [rows])
}

/** The head, which is as high as a row, stays where it is. */
function scrollTo(element: HTMLElement, top: number, height: number): void {
  if (top < element.scrollTop) element.scrollTop = top
  const seen = element.clientHeight - height
  const bottom = top + height
  if (bottom > element.scrollTop + seen) element.scrollTop = bottom - seen
}
