import { useEffect, useRef, useState } from 'preact/hooks'
import type { BatchToSend } from '../../../src/console/types.ts'
import { call } from '../client.ts'
import { attempt, beside, close, open, revision, rows, say, state, type Draft } from '../state.ts'
import { useCell } from '../store.ts'
import { durationText } from '../text.ts'
import { Batch } from './batch.tsx'
import { EventEditor } from './event-editor.tsx'
import { RequestEditor } from './request-editor.tsx'

/** What is to be sent, and how often. */
export function Composer({ draft: given }: { draft: Draft }) {
  const served = useCell(state)
  const [draft, setDraft] = useState(given)
  const [isSending, setSending] = useState(false)
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const functions = served?.functions ?? []
  const fn = functions.find(({ name }) => name === draft.function)
  const hasEndpoint = fn?.url !== undefined
  const type = hasEndpoint ? draft.type : 'event'
  const first = useRef<HTMLSelectElement>(null)
  useEffect(() => first.current?.focus(), [])
  const send = async () => {
    setSending(true)
    const before = rows.all[0]?.id ?? 0
    const isGood = await attempt(async () => {
      if (type === 'event') {
        await call('POST /api/send', [], { function: draft.function, event: draft.event })
        return 'Sent'
      }
      const { status, durationMs } = await call('POST /api/request', [], requestOf(draft))
      return `${status} after ${durationText(durationMs)}`
    })
    setSending(false)
    if (isGood) openNewest(before, draft.function)
  }
  return (
    <section class="detail composer" aria-label="Send">
      <header>
        <div class="what">
          <h2>Send</h2>
        </div>
        <div class="does">
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
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
        onKeyDown={(event) => {
          if (isSending || event.key !== 'Enter') return
          if (event.ctrlKey || event.metaKey) void send()
        }}
      >
        <div class="fields">
          <label>
            Function
            <select
              ref={first}
              value={draft.function}
              onChange={({ currentTarget }) => set({ function: currentTarget.value })}
            >
              {functions.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <fieldset class="choice">
            <legend>As</legend>
            <label>
              <input
                type="radio"
                name="type"
                checked={type === 'request'}
                disabled={!hasEndpoint}
                onChange={() => set({ type: 'request' })}
              />
              HTTP request
            </label>
            <label>
              <input
                type="radio"
                name="type"
                checked={type === 'event'}
                onChange={() => set({ type: 'event' })}
              />
              Event
            </label>
          </fieldset>
        </div>
        {type === 'event' ? (
          <EventEditor draft={draft} onChange={set} />
        ) : (
          <RequestEditor draft={draft} url={fn!.url!} onChange={set} />
        )}
        <div class="bottom">
          <button type="submit" class="primary" disabled={isSending}>
            {isSending ? 'Sending …' : 'Send'}
          </button>
          <span class="soft">Ctrl-Enter</span>
        </div>
      </form>
      <Batch what={() => batchOf(draft, type)} />
    </section>
  )
}

function requestOf({ function: name, method, target, headers, body }: Draft) {
  const lines = headers.filter(([header]) => header !== '')
  return { function: name, method, target: encoded(target), headers: lines, body }
}

/** As a browser does it: what no address may hold is written as its bytes. */
function encoded(target: string): string {
  const text = target.replaceAll(/[\ud800-\udfff]/gu, '\ufffd')
  return text.replaceAll(/[^\x21-\x7e]+/g, encodeURIComponent)
}

function batchOf(draft: Draft, type: Draft['type']): BatchToSend['what'] {
  return type === 'event'
    ? { type, function: draft.function, event: draft.event }
    : { type, ...requestOf(draft) }
}

/** Shows what came of it, once it is there. @param before number of the newest row until then */
function openNewest(before: number, functionName: string): void {
  const look = () => {
    const row = rows.all.find((one) => one.id > before && ['', functionName].includes(one.function))
    if (row === undefined) return false
    if (beside.value.show === 'composer') open(row.id)
    say('Sent')
    return true
  }
  if (look()) return
  const stop = revision.watch(() => {
    if (look()) stop()
  })
}
