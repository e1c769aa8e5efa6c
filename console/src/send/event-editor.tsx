import { useEffect, useState } from 'preact/hooks'
import { call } from '../client.ts'
import { attempt, say, state, type Draft } from '../state.ts'
import { useCell } from '../store.ts'
import { pretty } from '../text.ts'

interface Props {
  draft: Draft
  onChange(change: Partial<Draft>): void
}

/** JSON, from a sample, from what is saved, or by hand. */
export function EventEditor({ draft, onChange }: Props) {
  const served = useCell(state)
  const [saved, setSaved] = useState<readonly string[]>([])
  const list = () =>
    call('GET /api/functions/{function}/events', [draft.function]).then(
      ({ names }) => setSaved(names),
      () => setSaved([]),
    )
  useEffect(() => void list(), [draft.function])
  const load = (choice: string) =>
    attempt(async () => {
      const [from, name] = choice.split(/:(.*)/) as [string, string]
      const { event } =
        from === 'saved'
          ? await call('GET /api/functions/{function}/events/{name}', [draft.function, name])
          : await call('GET /api/samples/{name}', [name])
      onChange({ event: pretty(event) })
      return undefined
    })
  const fault = faultOf(draft.event)
  return (
    <>
      <div class="fields">
        <label>
          Begin with
          <select value="" onChange={({ currentTarget }) => void load(currentTarget.value)}>
            <option value="">choose …</option>
            {saved.length > 0 && (
              <optgroup label={`Saved for ${draft.function}`}>
                {saved.map((name) => (
                  <option key={name} value={`saved:${name}`}>
                    {name}
                  </option>
                ))}
              </optgroup>
            )}
            <optgroup label="Samples">
              {served?.samples.map(({ name, description }) => (
                <option key={name} value={`sample:${name}`}>
                  {name}: {description}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
      </div>
      <label class="wide">
        Event
        <textarea
          rows={16}
          spellcheck={false}
          autocomplete="off"
          aria-invalid={fault !== undefined}
          aria-describedby="event-fault"
          value={draft.event}
          onInput={({ currentTarget }) => onChange({ event: currentTarget.value })}
        />
      </label>
      <p id="event-fault" class="fault" role="status">
        {fault ?? ''}
      </p>
      <Save draft={draft} saved={saved} isJson={fault === undefined} onSaved={() => void list()} />
    </>
  )
}

function Save({
  draft,
  saved,
  isJson,
  onSaved,
}: {
  draft: Draft
  saved: readonly string[]
  isJson: boolean
  onSaved(): void
}) {
  const [name, setName] = useState('')
  const isThere = saved.includes(name)
  const save = () =>
    attempt(async () => {
      const body = { name, event: draft.event, replace: isThere }
      const parts = [draft.function]
      const { path } = await call('POST /api/functions/{function}/events', parts, body)
      onSaved()
      say(`Saved as ${path}: oche invoke ${draft.function} --event ${name}`)
      return undefined
    })
  return (
    <div class="fields save">
      <label>
        Save as
        <input
          type="text"
          placeholder="name"
          spellcheck={false}
          autocomplete="off"
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <button type="button" disabled={name === '' || !isJson} onClick={() => void save()}>
        {isThere ? 'Replace' : 'Save'}
      </button>
      <span class="soft">
        events/{draft.function}/{name || 'name'}.json
      </span>
    </div>
  )
}

function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (thrown) {
    return `No JSON: ${(thrown as Error).message}`
  }
}
