import { useState } from 'preact/hooks'
import type { InvocationView, LineView, Place } from '../../../src/console/types.ts'
import { call } from '../client.ts'
import { JsonTree } from '../parts/json-tree.tsx'
import { attempt, state } from '../state.ts'
import { useCell } from '../store.ts'
import { clockText, parsed } from '../text.ts'

/** Lines, and rows of one line, that are drawn at once: the last of them say how it ended. */
const AT_ONCE = 500

export function Logs({ view }: { view: InvocationView }) {
  const [showsPlatform, setPlatform] = useState(true)
  const [shown, setShown] = useState(AT_ONCE)
  const all = view.logs.filter(({ from }) => showsPlatform || from !== 'platform')
  const before = Math.max(0, all.length - shown)
  const lines = all.slice(before)
  return (
    <section class="logs">
      <header>
        <h3>Log</h3>
        <label class="check">
          <input
            type="checkbox"
            checked={showsPlatform}
            onChange={() => setPlatform(!showsPlatform)}
          />
          START, END, REPORT
        </label>
      </header>
      {lines.length === 0 && <p class="soft">Nothing was logged.</p>}
      {before > 0 && (
        <button type="button" class="quiet" onClick={() => setShown(shown + AT_ONCE)}>
          {before.toLocaleString('en')} lines before
        </button>
      )}
      <ol>
        {lines.map((line, index) => (
          <Line key={before + index} line={line} />
        ))}
      </ol>
      {view.droppedLines > 0 && (
        <p class="soft">{view.droppedLines} more lines are not kept: 1 MB of an invocation is.</p>
      )}
    </section>
  )
}

const TONES: Record<string, string> = {
  WARN: 'is-warn',
  WARNING: 'is-warn',
  ERROR: 'is-bad',
  FATAL: 'is-bad',
  DEBUG: 'is-soft',
  TRACE: 'is-soft',
}

function Line({ line }: { line: LineView }) {
  const { at, from, level, extension, text, isJson, frames } = line
  const tone = from === 'platform' ? 'is-soft' : (TONES[level ?? ''] ?? '')
  return (
    <li class={`line ${tone}`}>
      <span class="at">{clockText(at)}</span>
      <span class="level">
        {from === 'platform' ? '' : (level ?? (from === 'stderr' ? 'stderr' : ''))}
      </span>
      <div class="text">
        {extension && <span class="kind">{extension}</span>}
        {isJson ? (
          <JsonTree value={parsed(text)?.value} label="Line as JSON" />
        ) : (
          <Text text={text} frames={frames} />
        )}
      </div>
    </li>
  )
}

/** Frames of what is not the project's are there for whoever asks. */
function Text({ text, frames }: Pick<LineView, 'text' | 'frames'>) {
  const [showsAll, setAll] = useState(false)
  const [shown, setShown] = useState(AT_ONCE)
  const frameOf = new Map(frames.map((frame) => [frame.row, frame]))
  const all = text.split('\n')
  const rows = all.slice(0, shown).map((row, index) => ({ row, index, frame: frameOf.get(index) }))
  const foreign = rows.filter(({ frame }) => frame !== undefined && frame.place === undefined)
  return (
    <>
      {rows
        .filter(({ frame }) => showsAll || frame === undefined || frame.place !== undefined)
        .map(({ row, index, frame }) => (
          <div key={index} class={frame !== undefined && !frame.place ? 'soft' : undefined}>
            {frame?.place ? <Frame text={row} place={frame.place} /> : row}
          </div>
        ))}
      {all.length > shown && (
        <button type="button" class="quiet small" onClick={() => setShown(shown + AT_ONCE)}>
          {(all.length - shown).toLocaleString('en')} more rows
        </button>
      )}
      {foreign.length > 0 && (
        <button
          type="button"
          class="quiet small"
          aria-expanded={showsAll}
          onClick={() => setAll(!showsAll)}
        >
          {foreign.length} {foreign.length === 1 ? 'frame' : 'frames'} of others
        </button>
      )}
    </>
  )
}

/** A place of the project, which opens in the editor. */
function Frame({ text, place }: { text: string; place: Place }) {
  const served = useCell(state)
  const { path, line, column = 1 } = place
  const shown = `${path}:${line}:${column}`
  const before = text.slice(0, Math.max(0, text.search(/\(|(?<=at )\S+:\d/)))
  if (served?.editor.name !== undefined) {
    const open = () =>
      attempt(async () => {
        await call('POST /api/open', [], place)
        return `Opened ${shown}`
      })
    return (
      <>
        {before}
        <button type="button" class="link" onClick={() => void open()}>
          {shown}
        </button>
      </>
    )
  }
  const root = served?.editor.linkRoot ?? ''
  const file = encodeURI(`${root.startsWith('/') ? '' : '/'}${root}/${path}`)
    .replaceAll('#', '%23')
    .replaceAll('?', '%3F')
  return (
    <>
      {before}
      <a href={`vscode://file${file}:${line}:${column}`}>{shown}</a>
    </>
  )
}
