import { clear, paused } from '../actions.ts'
import { focusList } from '../keys.ts'
import { NO_FILTER } from '../rows.ts'
import { filter, state } from '../state.ts'
import { useCell } from '../store.ts'
import { secondsText } from '../text.ts'

const STATUSES = ['2', '3', '4', '5']

/** @param newer how many have come since the list was paused */
export function Filters({ shown, all, newer }: { shown: number; all: number; newer: number }) {
  const wanted = useCell(filter)
  const served = useCell(state)
  const isPaused = useCell(paused)
  const set = (change: Partial<typeof wanted>) => (filter.value = { ...wanted, ...change })
  const isFiltered = JSON.stringify(wanted) !== JSON.stringify(NO_FILTER)
  const functions = served?.functions ?? []
  return (
    <div class="filters" role="search" aria-label="Filter invocations">
      <input
        id="filter"
        type="search"
        placeholder="Filter: path, function, request id …"
        aria-label="Filter by text"
        aria-keyshortcuts="/"
        value={wanted.text}
        onInput={({ currentTarget }) => set({ text: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'ArrowDown') focusList()
        }}
      />
      {functions.length > 1 && (
        <select
          aria-label="Function"
          value={wanted.function}
          onChange={({ currentTarget }) => set({ function: currentTarget.value })}
        >
          <option value="">every function</option>
          {functions.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      <select
        aria-label="Status"
        value={wanted.status}
        onChange={({ currentTarget }) => set({ status: currentTarget.value })}
      >
        <option value="">any status</option>
        {STATUSES.map((digit) => (
          <option key={digit} value={digit}>
            {digit}xx
          </option>
        ))}
      </select>
      <label class="check">
        <input
          type="checkbox"
          checked={wanted.onlyErrors}
          onChange={({ currentTarget }) => set({ onlyErrors: currentTarget.checked })}
        />
        only errors
      </label>
      {wanted.time && (
        <button type="button" class="chip" onClick={() => set({ time: undefined })}>
          {secondsText(wanted.time.from)} – {secondsText(wanted.time.until)} ×
          <span class="unseen"> leave this filter</span>
        </button>
      )}
      {isFiltered && (
        <button type="button" class="quiet" onClick={() => (filter.value = NO_FILTER)}>
          Reset
        </button>
      )}
      <span class="count" role="status">
        {isFiltered ? `${shown.toLocaleString('en')} of ${all.toLocaleString('en')}` : ''}
      </span>
      <button
        type="button"
        class="quiet"
        aria-pressed={isPaused}
        aria-keyshortcuts="p"
        onClick={() => (paused.value = !isPaused)}
      >
        {isPaused ? `Paused${newer > 0 ? `, ${newer} new` : ''}` : 'Pause'}
      </button>
      <button type="button" class="quiet" onClick={() => void clear()}>
        Clear
      </button>
    </div>
  )
}
