import type { InvocationView } from '../../../src/console/types.ts'
import { copy } from '../actions.ts'

const NAMES = {
  curl: 'curl',
  invoke: 'oche invoke',
  typescript: 'Test in TypeScript, with oche/local',
  dart: 'Test in Dart, with testing.dart',
} as const

/** The same by other means. */
export function Copies({ view: { copies } }: { view: InvocationView }) {
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
                {text}
              </pre>
            </section>
          )
        )
      })}
    </>
  )
}
