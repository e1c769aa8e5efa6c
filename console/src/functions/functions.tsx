import { useState } from 'preact/hooks'
import type { FunctionView } from '../../../src/console/types.ts'
import { compose, restart } from '../actions.ts'
import { filter, go, state } from '../state.ts'
import { NO_FILTER } from '../rows.ts'
import { useCell } from '../store.ts'
import { Build } from './build.tsx'
import { Environments } from './environments.tsx'
import { useEnvironments } from './use-environments.ts'
import { Variables } from './variables.tsx'

export function Functions() {
  const served = useCell(state)
  const environments = useEnvironments()
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const functions = served?.functions ?? []
  const shown = functions.find(({ name }) => name === chosen) ?? functions[0]
  if (shown === undefined) return <div class="empty" />
  const own = environments.filter((one) => one.function === shown.name)
  return (
    <section class="functions" aria-label="Functions">
      <div class="toolbar">
        <label>
          Function{' '}
          <select
            value={shown.name}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          >
            {functions.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => compose(shown.name)}>
          Send to it
        </button>
        <button
          type="button"
          onClick={() => {
            filter.value = { ...NO_FILTER, function: shown.name }
            go('invocations')
          }}
        >
          Its invocations
        </button>
        <span class="grows" />
        <button type="button" onClick={() => void restart()}>
          Restart every process
        </button>
      </div>
      <div class="cards">
        <Where fn={shown} />
        <Configuration fn={shown} />
        <Variables key={shown.name} fn={shown} />
        <Environments environments={own} />
        <Build build={shown.build} />
      </div>
    </section>
  )
}

function Where({ fn: { url, endpoint, routes, triggers } }: { fn: FunctionView }) {
  return (
    <section class="card">
      <h2>Reached by</h2>
      {url === undefined ? (
        <p class="soft">No endpoint: by oche invoke, by the Invoke API, or from here.</p>
      ) : (
        <>
          <p>
            <span class="kind">{endpoint}</span>{' '}
            <a href={url} target="_blank" rel="noreferrer">
              {url}
            </a>
          </p>
          <ul class="routes">
            {routes.map((route) => (
              <li key={route}>
                <code>{route === '$default' ? 'any path' : route}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {triggers.length > 0 && (
        <>
          <h3>Started by</h3>
          <ul class="routes">
            {triggers.map((trigger) => (
              <li key={trigger}>
                <code>{trigger}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Configuration({ fn: { settings } }: { fn: FunctionView }) {
  return (
    <section class="card">
      <h2>Configuration</h2>
      <dl class="settings">
        {settings.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
