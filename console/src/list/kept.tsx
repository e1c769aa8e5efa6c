import { revision, rows } from '../state.ts'
import { useCell } from '../store.ts'
import { bytesText } from '../text.ts'

const count = (number: number) => number.toLocaleString('en')

/** How much is kept, and what is gone. */
export function Kept() {
  useCell(revision)
  const { bounds } = rows
  if (bounds === undefined) return null
  const { whole, bytes, rows: all, dropped } = bounds
  return (
    <footer class="kept">
      <span>
        {count(whole.now)} of {count(whole.most)} kept with bodies, {bytesText(bytes.now)} of{' '}
        {bytesText(bytes.most)}
      </span>
      {dropped.details > 0 && (
        <span>
          bodies and lines of {count(dropped.details)} older ones are gone
          {dropped.rows > 0 && `, and the rows of ${count(dropped.rows)} beyond ${count(all.most)}`}
        </span>
      )}
    </footer>
  )
}
