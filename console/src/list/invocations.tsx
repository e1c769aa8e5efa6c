import { useMemo } from 'preact/hooks'
import { paused } from '../actions.ts'
import { filtered, type Row } from '../rows.ts'
import { filter, revision, rows, state } from '../state.ts'
import { useCell } from '../store.ts'
import { Filters } from './filters.tsx'
import { Grid } from './grid.tsx'
import { Kept } from './kept.tsx'
import { useHeld } from './use-held.ts'

export function Invocations() {
  const count = useCell(revision)
  const wanted = useCell(filter)
  const isPaused = useCell(paused)
  const held = useHeld(rows.all, isPaused)
  const shown = useMemo(() => filtered(held.rows, wanted), [held.rows, wanted, count])
  return (
    <section class="invocations" aria-label="Invocations">
      <Filters shown={shown.length} all={held.rows.length} newer={held.newer} />
      {shown.length === 0 ? <Empty all={held.rows} /> : <Grid rows={shown} />}
      <Kept />
    </section>
  )
}

function Empty({ all }: { all: readonly Row[] }) {
  const served = useCell(state)
  if (served === undefined) return <div class="empty" />
  if (all.length > 0) {
    return (
      <div class="empty">
        <p>None of {all.length} invocations fits the filter.</p>
      </div>
    )
  }
  const { functions } = served
  const withUrl = functions.filter(({ url }) => url !== undefined)
  return (
    <div class="empty">
      <h2>No invocation yet</h2>
      {withUrl.length > 0 ? (
        <>
          <p>Whatever comes is shown here as it happens. Open one of these, or press Send.</p>
          <ul>
            {withUrl.map(({ name, url }) => (
              <li key={name}>
                <a href={url} target="_blank" rel="noreferrer">
                  {url}
                </a>{' '}
                {functions.length > 1 && <span class="soft">{name}</span>}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>No function has an endpoint: press Send, or type oche invoke.</p>
      )}
    </div>
  )
}
