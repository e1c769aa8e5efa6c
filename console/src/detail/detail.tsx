import { useEffect, useRef, useState } from 'preact/hooks'
import type { InvocationView } from '../../../src/console/types.ts'
import { Status } from '../list/row.tsx'
import { Boundary } from '../parts/boundary.tsx'
import { close, rows } from '../state.ts'
import { BodyPane } from './body-pane.tsx'
import { Copies } from './copies.tsx'
import { Facts } from './facts.tsx'
import { Logs } from './logs.tsx'
import { Message } from './message.tsx'
import { useInvocation } from './use-invocation.ts'

interface Pane {
  key: string
  name: string
  isThere(view: InvocationView): boolean
  show(view: InvocationView): preact.JSX.Element
}

const PANES: readonly Pane[] = [
  {
    key: 'response',
    name: 'Response',
    isThere: ({ response }) => response !== undefined,
    show: ({ response }) => (
      <Message first={`${response!.status}`} headers={response!.headers} body={response!.body} />
    ),
  },
  {
    key: 'result',
    name: 'Result',
    isThere: ({ result }) => result !== undefined,
    show: ({ result, isStreamed }) => (
      <BodyPane
        body={result!}
        label={isStreamed ? 'Result, as it was streamed' : 'Result, as posted'}
      />
    ),
  },
  {
    key: 'logs',
    name: 'Logs',
    isThere: ({ function: name }) => name !== '',
    show: (view) => <Logs view={view} />,
  },
  {
    key: 'request',
    name: 'Request',
    isThere: ({ request }) => request !== undefined,
    show: ({ request }) => (
      <Message
        first={`${request!.method} ${request!.target}`}
        headers={request!.headers}
        body={request!.body}
      />
    ),
  },
  {
    key: 'event',
    name: 'Event',
    isThere: ({ event }) => event !== undefined,
    show: ({ event }) => <BodyPane body={event!} label="Event" />,
  },
  {
    key: 'copy',
    name: 'Copy',
    isThere: ({ event }) => event !== undefined,
    show: (view) => <Copies view={view} />,
  },
]

export function Detail({ id, onAgain, onEdit }: { id: number; onAgain(): void; onEdit(): void }) {
  const loaded = useInvocation(id)
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const view = loaded !== undefined && 'view' in loaded ? loaded.view : undefined
  const row = view ?? rows.get(id)
  return (
    <section class="detail" aria-label="Invocation">
      <header>
        <div class="what">
          {row && <Status row={row} />}
          <h2>
            {row?.method && <b>{row.method} </b>}
            {row?.title}
          </h2>
        </div>
        <div class="does">
          <button
            type="button"
            onClick={onAgain}
            disabled={view === undefined}
            aria-keyshortcuts="r"
          >
            Send again
          </button>
          <button
            type="button"
            onClick={onEdit}
            disabled={view === undefined}
            aria-keyshortcuts="e"
          >
            Edit
          </button>
          <button
            type="button"
            class="quiet"
            onClick={close}
            aria-label="Close"
            aria-keyshortcuts="Escape"
          >
            ×
          </button>
        </div>
      </header>
      {view && <Facts view={view} />}
      {view && <Panes view={view} chosen={chosen} onChoose={setChosen} />}
      {loaded !== undefined && 'gone' in loaded && (
        <p class="gone">
          Its bodies and lines are no longer kept: those of the newest 1,000 invocations are, 64 MB
          at most.
        </p>
      )}
    </section>
  )
}

/** What failed says why in its lines; of what went well the answer is of interest. */
function firstOf(view: InvocationView): string {
  if (view.failed && view.logs.some(({ from }) => from !== 'platform')) return 'logs'
  return view.response === undefined ? 'result' : 'response'
}

function Panes({
  view,
  chosen,
  onChoose,
}: {
  view: InvocationView
  chosen: string | undefined
  onChoose(key: string): void
}) {
  const there = PANES.filter((pane) => pane.isThere(view))
  const wanted = chosen ?? firstOf(view)
  const shown = there.find(({ key }) => key === wanted) ?? there[0]
  const tabs = useRef<HTMLDivElement>(null)
  const moved = useRef(false)
  useEffect(() => {
    if (!moved.current) return
    moved.current = false
    tabs.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus()
  })
  const move = (by: number) => {
    const at = there.findIndex((pane) => pane === shown)
    moved.current = true
    onChoose(there[(at + by + there.length) % there.length]!.key)
  }
  if (shown === undefined) return null
  const lines = view.logs.filter(({ from }) => from !== 'platform').length
  return (
    <>
      <div
        class="tabs"
        role="tablist"
        aria-label="Parts"
        ref={tabs}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
          event.preventDefault()
          move(event.key === 'ArrowRight' ? 1 : -1)
        }}
      >
        {there.map((pane) => (
          <button
            key={pane.key}
            type="button"
            role="tab"
            id={`tab-${pane.key}`}
            aria-controls="pane"
            aria-selected={pane === shown}
            tabIndex={pane === shown ? 0 : -1}
            onClick={() => onChoose(pane.key)}
          >
            {pane.name}
            {pane.key === 'logs' && lines > 0 && <span class="soft"> {lines}</span>}
          </button>
        ))}
      </div>
      <div class="pane" id="pane" role="tabpanel" aria-labelledby={`tab-${shown.key}`} tabIndex={0}>
        <Boundary key={`${view.id} ${shown.key}`}>{shown.show(view)}</Boundary>
      </div>
    </>
  )
}
