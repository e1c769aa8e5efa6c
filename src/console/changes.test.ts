import type { ServerResponse } from 'node:http'
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Recording } from '../local/index.ts'
import { streamChanges } from './changes.ts'
import type { Change, ConsoleHost } from './types.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('whoever does not read waits with one listener, and is told of everything once it reads', () => {
  const recording = new Recording({ rows: 20, invocations: 20 })
  const listeners: (() => void)[] = []
  const told: Change[] = []
  const response = Object.assign(new EventEmitter(), {
    writableNeedDrain: true,
    write: (line: string) => void told.push(JSON.parse(line) as Change),
  })
  streamChanges(
    response as unknown as ServerResponse,
    {
      recording,
      functions: () => [],
      lambda: () => ({ url: '' }),
      onFunctions: (tell: () => void) => (listeners.push(tell), () => {}),
    } as unknown as ConsoleHost,
    0,
  )
  for (let i = 0; i < 90; i++) {
    ask(recording, i)
    vi.advanceTimersByTime(100)
  }
  for (const tell of listeners) tell()
  expect(response.listenerCount('drain')).toBe(1)
  expect(told).toHaveLength(1)
  response.writableNeedDrain = false
  response.emit('drain')
  expect(told.map(({ type }) => type)).toEqual(['rows', 'functions', 'rows'])
  expect(told[2]).toMatchObject({ rows: recording.list().map(({ id }) => ({ id })) })
  response.emit('close')
})

function ask(recording: Recording, number: number): void {
  recording.trace({
    type: 'invocation',
    id: String(number),
    at: number,
    function: 'f',
    requestId: String(number),
    event: Buffer.from('{}'),
    exchange: undefined,
  })
}
