import { useEffect, useState } from 'preact/hooks'
import type { InvocationView } from '../../../src/console/types.ts'
import { call, CallError } from '../client.ts'
import { revision, rows } from '../state.ts'
import { useCell } from '../store.ts'

export type Loaded = { view: InvocationView } | { gone: string } | undefined

/** Everything of one invocation, as it is now: asked for again whenever its row has changed. */
export function useInvocation(id: number): Loaded {
  useCell(revision)
  const row = rows.get(id)
  const [loaded, setLoaded] = useState<Loaded>(undefined)
  useEffect(() => {
    const stop = new AbortController()
    call('GET /api/invocations/{id}', [id], undefined, stop.signal).then(
      (view) => setLoaded({ view }),
      (thrown: unknown) => {
        if (thrown instanceof CallError) setLoaded({ gone: thrown.message })
      },
    )
    return () => stop.abort()
  }, [id, row])
  return loaded !== undefined && 'view' in loaded && loaded.view.id !== id ? undefined : loaded
}
