import type { RecordedPhase } from '../../../src/local/index.ts'
import { durationText } from '../text.ts'

const NAMES: Record<RecordedPhase['name'], string> = {
  waiting: 'waiting',
  init: 'init',
  handler: 'handler',
  streaming: 'streaming',
  after: 'after the answer',
  extensions: 'extensions',
}

/** Where the time went, to scale; each part is at least to be seen. */
export function Timeline({ phases }: { phases: readonly RecordedPhase[] }) {
  const total = phases.at(-1)?.untilMs
  if (total === undefined) return null
  const widths = phases.map(({ fromMs, untilMs }) =>
    Math.max(0.5, (100 * (untilMs - fromMs)) / total),
  )
  return (
    <div class="timeline">
      <div class="bar" aria-hidden="true">
        {phases.map(({ name }, index) => (
          <span key={name} class={`phase is-${name}`} style={{ flexGrow: widths[index] }} />
        ))}
      </div>
      <ol aria-label="Timeline">
        {phases.map(({ name, fromMs, untilMs }) => (
          <li key={name}>
            <span class={`dot is-${name}`} aria-hidden="true" />
            {`${NAMES[name]} `}
            <b>{durationText(untilMs - fromMs)}</b>
          </li>
        ))}
      </ol>
    </div>
  )
}
