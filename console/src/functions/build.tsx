import type { BuildView, BundlePart } from '../../../src/console/types.ts'
import { folderOf, packageOf } from '../parts/bundle-groups.ts'
import { Treemap } from '../parts/treemap.tsx'
import { bytesText, clockText, durationText } from '../text.ts'

const STATES: Record<BuildView['state'], string> = {
  building: 'is-open',
  built: 'is-good',
  failed: 'is-bad',
}

export function Build({ build }: { build: BuildView | undefined }) {
  if (build === undefined) {
    return (
      <section class="card">
        <h2>Build</h2>
        <p class="soft">None yet.</p>
      </section>
    )
  }
  const { state, at, durationMs, trigger, error, bytes, files, parts } = build
  const bundled = parts.reduce((sum, part) => sum + part.bytes, 0)
  return (
    <section class="card is-wide">
      <header>
        <h2>Build</h2>
        <span class={`badge ${STATES[state]}`}>{state}</span>
      </header>
      <dl class="settings">
        <div>
          <dt>when</dt>
          <dd>
            {clockText(at)}
            {durationMs !== undefined && `, in ${durationText(durationMs)}`}
          </dd>
        </div>
        <div>
          <dt>why</dt>
          <dd>{trigger === undefined ? 'the first build' : `${trigger} was saved`}</dd>
        </div>
        {bytes !== undefined && (
          <div>
            <dt>what runs here</dt>
            <dd>{bytesText(bytes)}</dd>
          </div>
        )}
        {parts.length > 0 && (
          <div>
            <dt>bundle</dt>
            <dd>
              {bytesText(bundled)} of {parts.length} files
            </dd>
          </div>
        )}
      </dl>
      {error !== undefined && (
        <pre class="is-bad" tabIndex={0} aria-label="Why the build failed">
          {error}
        </pre>
      )}
      {parts.length > 0 ? (
        <Treemap parts={parts} nameOf={packageOf} by="package" />
      ) : (
        <Files files={files} />
      )}
    </section>
  )
}

/** Of more the sum is told. */
const MOST_FILES = 20

/** What is inside of a program only its compiler knows: of files their sizes are told. */
function Files({ files }: { files: readonly BundlePart[] }) {
  if (files.length === 0) return null
  const others = files.slice(MOST_FILES)
  const rest = others.reduce((sum, { bytes }) => sum + bytes, 0)
  return (
    <>
      {files.length > 1 && <Treemap parts={files} nameOf={folderOf} by="folder" />}
      <dl class="settings">
        {files.slice(0, MOST_FILES).map(({ path, bytes }) => (
          <div key={path}>
            <dt>{path}</dt>
            <dd>{bytesText(bytes)}</dd>
          </div>
        ))}
        {others.length > 0 && (
          <div>
            <dt>{others.length} others</dt>
            <dd>{bytesText(rest)}</dd>
          </div>
        )}
      </dl>
      <p class="soft">
        What is inside of a program is told of bundles of TypeScript alone: other compilers do not
        say.
      </p>
    </>
  )
}
