import { useEffect, useState } from 'preact/hooks'
import type { SeenEnvironment } from '../../../src/console/types.ts'
import { call } from '../client.ts'

/** In milliseconds. */
const EVERY = 1500

export function useEnvironments(): readonly SeenEnvironment[] {
  const [seen, setSeen] = useState<readonly SeenEnvironment[]>([])
  useEffect(() => {
    let timer = 0
    const look = async () => {
      try {
        setSeen((await call('GET /api/environments')).environments)
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
