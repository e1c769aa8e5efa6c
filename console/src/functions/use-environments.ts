import { useEffect, useState } from 'preact/hooks'
import type { LocalEnvironment } from '../../../src/local/index.ts'
import { call } from '../client.ts'

/** An execution environment, with its memory since the view is open. */
export interface SeenEnvironment extends LocalEnvironment {
  history: readonly { at: number; mb: number }[]
}

/** In milliseconds. */
const EVERY = 1500
const MOST_KEPT = 200

export function useEnvironments(): readonly SeenEnvironment[] {
  const [seen, setSeen] = useState<readonly SeenEnvironment[]>([])
  useEffect(() => {
    let timer = 0
    const look = async () => {
      try {
        const { environments } = await call('GET /api/environments')
        setSeen((before) => environments.map((one) => joined(one, before)))
      } catch {
        // Whoever follows changes says so.
      }
      timer = window.setTimeout(() => void look(), EVERY)
    }
    void look()
    return () => window.clearTimeout(timer)
  }, [])
  return seen
}

function joined(now: LocalEnvironment, before: readonly SeenEnvironment[]): SeenEnvironment {
  const known = before.find(({ name, pid }) => name === now.name && pid === now.pid)?.history ?? []
  const { memoryMb } = now
  const history = memoryMb === undefined ? known : [...known, { at: Date.now(), mb: memoryMb }]
  return { ...now, history: history.slice(-MOST_KEPT) }
}
