import type { Draft } from '../state.ts'
import { Pairs } from './pairs.tsx'
import { joinTarget, splitQuery } from './target.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

/** A request to a function's endpoint. */
export function RequestEditor({
  draft,
  url,
  onChange,
}: {
  draft: Draft
  url: string
  onChange(change: Partial<Draft>): void
}) {
  const { path, query } = splitQuery(draft.target)
  return (
    <>
      <div class="fields line-of-request">
        <label>
          Method
          <select
            value={draft.method}
            onChange={({ currentTarget }) => onChange({ method: currentTarget.value })}
          >
            {[...new Set([draft.method, ...METHODS])].map((method) => (
              <option key={method}>{method}</option>
            ))}
          </select>
        </label>
        <label class="grows">
          <span>
            Path <span class="soft">below {url}</span>
          </span>
          <input
            type="text"
            spellcheck={false}
            autocomplete="off"
            value={draft.target}
            onInput={({ currentTarget }) => onChange({ target: currentTarget.value })}
          />
        </label>
      </div>
      <Pairs
        label="Query"
        pairs={query}
        onChange={(pairs) => onChange({ target: joinTarget(path, pairs) })}
      />
      <Pairs label="Headers" pairs={draft.headers} onChange={(headers) => onChange({ headers })} />
      <label class="wide">
        Body
        <textarea
          rows={8}
          spellcheck={false}
          autocomplete="off"
          value={draft.body}
          onInput={({ currentTarget }) => onChange({ body: currentTarget.value })}
        />
      </label>
    </>
  )
}
