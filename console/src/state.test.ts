import { afterEach, expect, it, vi } from 'vitest'
import type { Change } from '../../src/console/types.ts'
import { connection, follow, rows } from './state.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  rows.clear()
})

const bounds = { rows: { most: 100, now: 0 } }
const rowsOf = (...ids: number[]) =>
  ({ type: 'rows', rows: ids.map((id) => ({ id, title: `/${id}` })), bounds }) as unknown as Change

/** A server whose streams of changes end after these, one after the other; nothing answers the last. */
function served(...streams: Change[][]): { asked: string[] } {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    if (url === '/api/state') return new Response(JSON.stringify({ functions: [] }))
    const changes = streams.shift()
    if (changes === undefined) return new Promise(() => {})
    return new Response(changes.map((change) => `${JSON.stringify(change)}\n`).join(''))
  })
  return { asked }
}

const ids = () => rows.all.map(({ id }) => id)

it('what was cleared, or went, while a page was not connected goes from it too', async () => {
  vi.useFakeTimers()
  const { asked } = served([rowsOf(1, 2), rowsOf(3)], [rowsOf()], [rowsOf(4), rowsOf(5)])
  const changes = () => asked.filter((url) => url === '/api/changes').length
  void follow()
  await vi.waitFor(() => expect(connection.value).toBe('lost'))
  expect(ids()).toEqual([3, 2, 1])
  await vi.advanceTimersByTimeAsync(1000)
  await vi.waitFor(() => expect(changes()).toBe(2))
  await vi.waitFor(() => expect(ids()).toEqual([]))
  await vi.advanceTimersByTimeAsync(1000)
  await vi.waitFor(() => expect(changes()).toBe(3))
  await vi.waitFor(() => expect(ids()).toEqual([5, 4]))
})
