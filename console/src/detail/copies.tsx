import { useEffect, useState } from 'preact/hooks'
import type { Copies as Texts, InvocationView } from '../../../src/console/types.ts'
import { copy } from '../actions.ts'
import { call } from '../client.ts'
import { Shown } from './shown.tsx'

const NAMES = {
  curl: 'curl',
  invoke: 'oche invoke',
  typescript: 'Test in TypeScript, with oche/local',
  dart: 'Test in Dart, with testing.dart',
} as const

/** The same by other means. */
export function Copies({ view: { id, state } }: { view: InvocationView }) {
  const [copies, setCopies] = useState<Texts | undefined>(undefined)
  useEffect(() => {
    const stop = new AbortController()
    call('GET /api/invocations/{id}/copies', [id], undefined, stop.signal).then(setCopies, () => {
      // What is gone is said where it is shown.
    })
    return () => stop.abort()
  }, [id, state])
  if (copies === undefined) return null
  const keys = Object.keys(NAMES) as (keyof typeof NAMES)[]
  return (
    <>
      {keys.map((key) => {
        const text = copies[key]
        return (
          text !== undefined && (
            <section class="bytes" key={key}>
              <header>
                <h3>{NAMES[key]}</h3>
                <span class="does">
                  <button type="button" class="quiet" onClick={() => void copy(text, NAMES[key])}>
                    Copy<span class="unseen"> as {NAMES[key]}</span>
                  </button>
                </span>
              </header>
              <pre tabIndex={0} aria-label={NAMES[key]}>
                <Shown text={text} />
              </pre>
            </section>
          )
        )
      })}
    </>
  )
}
