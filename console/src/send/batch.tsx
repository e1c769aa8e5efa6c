import { useEffect, useRef, useState } from 'preact/hooks'
import type { BatchToSend } from '../../../src/console/types.ts'
import { stream } from '../client.ts'
import { Histogram } from '../figures/histogram.tsx'
import { quantile } from '../figures/statistics.ts'
import { attempt } from '../state.ts'
import { durationText } from '../text.ts'

interface Result {
  sent: number
  failed: number
  of: number
  durationsMs: number[]
  isOver: boolean
}

/** The same many times, with what it took. */
export function Batch({ what }: { what(): BatchToSend['what'] }) {
  const [count, setCount] = useState(100)
  const [concurrency, setConcurrency] = useState(4)
  const [result, setResult] = useState<Result | undefined>(undefined)
  const running = useRef<AbortController | undefined>(undefined)
  useEffect(() => () => running.current?.abort(), [])
  const run = async () => {
    const stop = new AbortController()
    running.current = stop
    const durationsMs: number[] = []
    setResult({ sent: 0, failed: 0, of: count, durationsMs, isOver: false })
    await attempt(async () => {
      const asked = { what: what(), count, concurrency }
      for await (const now of stream('POST /api/batch', asked, stop.signal)) {
        durationsMs.push(...now.durationsMs)
        setResult({ ...now, durationsMs: [...durationsMs] })
      }
      return undefined
    })
    setResult((last) => last && { ...last, isOver: true })
  }
  const isRunning = result !== undefined && !result.isOver
  return (
    <section class="batch" aria-label="Batch">
      <h3>Many times</h3>
      <div class="fields">
        <label>
          How many
          <input
            type="number"
            min={1}
            max={100_000}
            value={count}
            onInput={({ currentTarget }) => setCount(currentTarget.valueAsNumber || 1)}
          />
        </label>
        <label>
          At once
          <input
            type="number"
            min={1}
            max={1000}
            value={concurrency}
            onInput={({ currentTarget }) => setConcurrency(currentTarget.valueAsNumber || 1)}
          />
        </label>
        {isRunning ? (
          <button type="button" onClick={() => running.current?.abort()}>
            Stop
          </button>
        ) : (
          <button type="button" onClick={() => void run()}>
            Run batch
          </button>
        )}
      </div>
      {result && <Outcome result={result} />}
    </section>
  )
}

function Outcome({ result: { sent, failed, of, durationsMs, isOver } }: { result: Result }) {
  const sorted = durationsMs.toSorted((a, b) => a - b)
  const facts: [string, string][] = [
    ['sent', `${sent.toLocaleString('en')} of ${of.toLocaleString('en')}`],
    ['failed', String(failed)],
    ['p50', durationText(quantile(sorted, 0.5))],
    ['p90', durationText(quantile(sorted, 0.9))],
    ['p99', durationText(quantile(sorted, 0.99))],
    ['longest', durationText(sorted.at(-1))],
  ]
  return (
    <>
      <progress max={of} value={sent} aria-label="Batch" />
      <dl class="numbers" aria-live={isOver ? 'polite' : 'off'}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={name === 'failed' && failed > 0 ? 'is-bad' : ''}>{value}</dd>
          </div>
        ))}
      </dl>
      {durationsMs.length > 1 && (
        <Histogram series={[{ name: 'all', colour: 'accent', values: durationsMs }]} />
      )}
    </>
  )
}
