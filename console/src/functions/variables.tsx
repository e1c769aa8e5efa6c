import { useState } from 'preact/hooks'
import type { FunctionView } from '../../../src/console/types.ts'
import { call } from '../client.ts'
import { attempt } from '../state.ts'

/** Names of variables; values only once somebody asks for them. */
export function Variables({ fn: { name, variables } }: { fn: FunctionView }) {
  const [values, setValues] = useState<Record<string, string> | undefined>(undefined)
  const show = () =>
    attempt(async () => {
      setValues((await call('GET /api/functions/{function}/variables', [name])).variables)
      return undefined
    })
  return (
    <section class="card">
      <header>
        <h2>Variables</h2>
        {variables.length > 0 && (
          <button
            type="button"
            class="quiet"
            aria-pressed={values !== undefined}
            onClick={() => (values === undefined ? void show() : setValues(undefined))}
          >
            {values === undefined ? 'Show values' : 'Hide values'}
          </button>
        )}
      </header>
      {variables.length === 0 && <p class="soft">It has none of its own.</p>}
      <dl class="settings">
        {variables.map((variable) => (
          <div key={variable}>
            <dt>{variable}</dt>
            <dd>
              {values === undefined ? <span aria-label="hidden">•••••</span> : values[variable]}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
