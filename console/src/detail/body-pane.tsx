import { useState } from 'preact/hooks'
import type { RecordedBody } from '../../../src/local/index.ts'
import { copy } from '../actions.ts'
import { JsonTree } from '../parts/json-tree.tsx'
import { bytesText, parsed, pretty } from '../text.ts'
import { MOST_SHOWN, Shown } from './shown.tsx'

/** Bytes as they were, and as a tree where they are JSON; always as text, never as a page. */
export function BodyPane({ body, label }: { body: RecordedBody; label: string }) {
  const json =
    body.encoding === 'utf8' && body.text.length < MOST_SHOWN ? parsed(body.text) : undefined
  const isTree = typeof json?.value === 'object' && json.value !== null
  const [isRaw, setRaw] = useState(false)
  return (
    <section class="bytes">
      <header>
        <h3>{label}</h3>
        <span class="soft">
          {bytesText(body.bytes)}
          {body.encoding === 'base64' && ', no text: shown as base64'}
        </span>
        <span class="does">
          {isTree && (
            <button type="button" class="quiet" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
              Raw
            </button>
          )}
          <button type="button" class="quiet" onClick={() => void copy(body.text, 'the body')}>
            Copy
          </button>
        </span>
      </header>
      {isTree && !isRaw ? (
        <JsonTree value={json.value} label={label} />
      ) : (
        <pre tabIndex={0} aria-label={label}>
          <Shown text={isRaw || body.text.length > MOST_SHOWN ? body.text : pretty(body.text)} />
        </pre>
      )}
      {(body.isCut || body.text.length > MOST_SHOWN) && (
        <p class="soft">The rest is not shown: {bytesText(body.bytes)} in all.</p>
      )}
    </section>
  )
}
