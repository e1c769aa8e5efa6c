import { Sparkline } from '../parts/sparkline.tsx'
import { ageText } from '../text.ts'
import type { SeenEnvironment } from '../../../src/console/types.ts'

export function Environments({ environments }: { environments: readonly SeenEnvironment[] }) {
  return (
    <section class="card is-wide">
      <h2>
        Execution environments <span class="soft">{environments.length}</span>
      </h2>
      {environments.length === 0 ? (
        <p class="soft">None is alive: the next invocation is cold.</p>
      ) : (
        <div class="scrolls" tabIndex={0} role="group" aria-label="Execution environments">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Process</th>
                <th scope="col">State</th>
                <th scope="col">Age</th>
                <th scope="col">Invocations</th>
                <th scope="col">Memory</th>
                <th scope="col">Last ten minutes</th>
              </tr>
            </thead>
            <tbody>
              {environments.map((one) => (
                <tr key={one.name}>
                  <th scope="row">{one.name}</th>
                  <td>{one.pid ?? 'none'}</td>
                  <td>
                    <span class={`badge is-${one.state}`}>{one.state}</span>
                  </td>
                  <td>{ageText(Date.now() - one.startedAt)}</td>
                  <td>{one.invocations}</td>
                  <td>
                    {one.memoryMb === undefined
                      ? 'not told'
                      : `${one.memoryMb} of ${one.memorySizeMb} MB`}
                  </td>
                  <td>
                    <Sparkline
                      values={one.memory.map(({ mb }) => mb)}
                      label={`Memory of ${one.name}`}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
