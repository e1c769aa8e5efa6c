import type { InvocationView } from '../../../src/console/types.ts'
import { clockText, durationText } from '../text.ts'
import { Timeline } from './timeline.tsx'

const BY: Record<InvocationView['via'], string> = {
  http: 'a request',
  'invoke-api': 'the Invoke API',
  direct: 'Oche itself',
}

/** What is to be known of it at a glance. */
export function Facts({ view }: { view: InvocationView }) {
  const { report, environment, requestId, refused, function: name, coldStart, via } = view
  const facts: [string, string | undefined][] = [
    ['at', clockText(view.at)],
    ['function', name || 'none: the endpoint answered by itself'],
    ['by', BY[via]],
    ['took', durationText(view.durationMs)],
    ['start', coldStart === undefined ? undefined : coldStart ? 'cold' : 'warm'],
    ['duration', report && durationText(report.durationMs)],
    [
      'init',
      report?.initDurationMs === undefined ? undefined : durationText(report.initDurationMs),
    ],
    ['billed', report && `${report.billedDurationMs} ms`],
    [
      'memory',
      report?.maxMemoryUsedMb === undefined
        ? undefined
        : `${report.maxMemoryUsedMb} of ${report.memorySizeMb} MB`,
    ],
    ['environment', environment],
    ['request id', requestId || undefined],
  ]
  return (
    <div class="facts">
      {refused && (
        <p class="reason" role="note">
          <b>{refused.cause}</b> {refused.reason}
        </p>
      )}
      <dl>
        {facts.map(
          ([fact, value]) =>
            value !== undefined &&
            value !== '' && (
              <div key={fact}>
                <dt>{fact}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <Timeline phases={view.timeline} />
    </div>
  )
}
