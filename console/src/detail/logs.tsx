import { useState } from 'preact/hooks'
import type { InvocationView, LineView, Place } from '../../../src/console/types.ts'
import { call } from '../client.ts'
import { JsonTree } from '../parts/json-tree.tsx'
import { attempt, state } from '../state.ts'
import { useCell } from '../store.ts'
import { clockText } from '../text.ts'

export function Logs({ view }: { view: InvocationView }) {
  const [showsPlatform, setPlatform] = useState(true)
  const lines = view.logs.filter(({ from }) => showsPlatform || from !== 'platform')
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
      <ol>
        {lines.map((line, index) => (
          <Line key={index} line={line} />
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
          <JsonTree value={JSON.parse(text)} label="Line as JSON" />
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
  const rows = text.split('\n').map((row, index) => ({
    row,
    index,
    frame: frames.find((frame) => frame.row === index),
  }))
  const foreign = rows.filter(({ frame }) => frame !== undefined && frame.place === undefined)
  return (
    <>
      {rows
        .filter((one) => showsAll || !foreign.includes(one))
        .map(({ row, index, frame }) => (
          <div key={index} class={foreign.some((one) => one.index === index) ? 'soft' : undefined}>
            {frame?.place ? <Frame text={row} place={frame.place} /> : row}
          </div>
        ))}
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
  return (
    <>
      {before}
      <a href={`vscode://file${file}:${line}:${column}`}>{shown}</a>
    </>
  )
}
