import { useMemo, useState } from 'preact/hooks'
import type { Row } from '../rows.ts'
import { filter, go, revision, rows, state } from '../state.ts'
import { useCell } from '../store.ts'
import { durationText, secondsText } from '../text.ts'
import { Histogram } from './histogram.tsx'
import { DurationsOverTime, MemoryOverTime } from './over-time.tsx'
import { quantile } from './statistics.ts'

export function Figures() {
  const count = useCell(revision)
  const served = useCell(state)
  const [chosen, setChosen] = useState('')
  const functions = served?.functions ?? []
  const shown = useMemo(
    () =>
      rows.all
        .filter((row) => row.durationMs !== undefined && (chosen === '' || row.function === chosen))
        .toReversed(),
    [count, chosen],
  )
  const select = (from: number, until: number) => {
    filter.value = { ...filter.value, function: chosen, time: { from, until } }
    go('invocations')
  }
  if (shown.length === 0) {
    return (
      <div class="empty">
        <h2>Nothing to plot yet</h2>
        <p>Durations, cold starts, errors and memory are drawn here as invocations come.</p>
      </div>
    )
  }
  const cold = durations(shown, (row) => row.coldStart === true)
  const warm = durations(shown, (row) => row.coldStart === false)
  return (
    <section class="figures" aria-label="Figures">
      <div class="toolbar">
        <label>
          Function{' '}
          <select value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
            <option value="">every function</option>
            {functions.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <span class="legend">
          <span>
            <i class="dot is-warm" />
            warm
          </span>
          <span>
            <i class="dot is-cold" />
            cold
          </span>
          <span>
            <i class="dot is-failed" />
            failed
          </span>
        </span>
      </div>
      <div class="cards">
        <section class="card is-wide">
          <h2>
            Durations over time <span class="soft">draw over a part to see its invocations</span>
          </h2>
          <DurationsOverTime rows={shown} onSelect={select} />
          <Latest rows={shown} onSelect={select} />
        </section>
        <section class="card">
          <h2>Durations, cold against warm</h2>
          <Histogram
            series={[
              { name: 'warm', colour: 'accent', values: warm },
              { name: 'cold', colour: 'cold', values: cold },
            ]}
            height={180}
          />
        </section>
        <section class="card">
          <h2>Memory over time</h2>
          <MemoryOverTime rows={shown} onSelect={select} />
        </section>
        <ByFunction rows={shown} />
      </div>
    </section>
  )
}

/** By the keyboard what a pointer selects by drawing: a stretch at the end. */
function Latest({
  rows: shown,
  onSelect,
}: {
  rows: readonly Row[]
  onSelect(from: number, until: number): void
}) {
  const last = shown.at(-1)!.at
  const stretches = [
    { name: 'last 10 s', ms: 10_000 },
    { name: 'last minute', ms: 60_000 },
    { name: 'last 10 minutes', ms: 600_000 },
  ]
  return (
    <p class="stretches">
      <span class="soft">
        {secondsText(shown[0]!.at)} to {secondsText(last)}. Show the invocations of the{' '}
      </span>
      {stretches.map(({ name, ms }) => (
        <button
          key={name}
          type="button"
          class="quiet small"
          onClick={() => onSelect(last - ms, last)}
        >
          {name}
        </button>
      ))}
    </p>
  )
}

function durations(all: readonly Row[], fits: (row: Row) => boolean): number[] {
  return all.flatMap((row) => (fits(row) ? (row.durationMs ?? []) : []))
}

/** The same as figures. */
function ByFunction({ rows: shown }: { rows: readonly Row[] }) {
  const names = [...new Set(shown.map((row) => row.function))].filter(Boolean).toSorted()
  const lines = names.flatMap((name) =>
    [false, true].flatMap((isCold) => {
      const own = shown.filter((row) => row.function === name && row.coldStart === isCold)
      return own.length === 0 ? [] : [{ name, isCold, own }]
    }),
  )
  return (
    <section class="card is-wide">
      <h2>By function</h2>
      <div class="scrolls" tabIndex={0} role="group" aria-label="Figures by function">
        <table>
          <thead>
            <tr>
              <th scope="col">Function</th>
              <th scope="col">Start</th>
              <th scope="col">Invocations</th>
              <th scope="col">Failed</th>
              <th scope="col">p50</th>
              <th scope="col">p90</th>
              <th scope="col">p99</th>
              <th scope="col">Init p50</th>
              <th scope="col">Memory, most</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, isCold, own }) => (
              <FunctionLine key={`${name} ${isCold}`} name={name} isCold={isCold} own={own} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function FunctionLine({
  name,
  isCold,
  own,
}: {
  name: string
  isCold: boolean
  own: readonly Row[]
}) {
  const sorted = durations(own, () => true).toSorted((a, b) => a - b)
  const inits = own.flatMap((row) => row.initDurationMs ?? []).toSorted((a, b) => a - b)
  const failed = own.filter((row) => row.failed).length
  const memory = own.reduce((most, row) => Math.max(most, row.memoryMb ?? 0), 0)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{isCold ? <b class="cold">cold</b> : 'warm'}</td>
      <td>{own.length.toLocaleString('en')}</td>
      <td class={failed > 0 ? 'is-bad' : ''}>{failed}</td>
      {[0.5, 0.9, 0.99].map((part) => (
        <td key={part}>{durationText(quantile(sorted, part))}</td>
      ))}
      <td>{durationText(quantile(inits, 0.5))}</td>
      <td>{memory === 0 ? '' : `${memory} MB`}</td>
    </tr>
  )
}
