import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listSavedEvents, readSavedEvent, saveEvent } from './saved-events.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'oche-events-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const order = { functionName: 'items', name: 'order', event: '{"id":1}' }

it('what is saved is listed and read, by function', () => {
  expect(saveEvent(root, order)).toBe('events/items/order.json')
  expect(readFileSync(join(root, 'events/items/order.json'), 'utf8')).toBe('{\n  "id": 1\n}\n')
  expect(listSavedEvents(root, 'items')).toEqual(['order'])
  expect(listSavedEvents(root, 'jobs')).toEqual([])
  expect(JSON.parse(readSavedEvent(root, 'items', 'order')!.toString())).toEqual({ id: 1 })
  expect(readSavedEvent(root, 'items', 'other')).toBeUndefined()
})

it('a number that no double holds is saved as it is', () => {
  saveEvent(root, { ...order, event: '{"id":12345678901234567890}' })
  expect(readSavedEvent(root, 'items', 'order')?.toString()).toContain('12345678901234567890')
})

it('what is there is replaced only where that is said', () => {
  saveEvent(root, order)
  expect(() => saveEvent(root, order)).toThrow(
    expect.objectContaining({
      code: 'OUT_NOT_WRITABLE',
      remedy: expect.stringContaining('replace'),
    }),
  )
  saveEvent(root, { ...order, event: '[2]' }, { replace: true })
  expect(readSavedEvent(root, 'items', 'order')?.toString()).toBe('[\n  2\n]\n')
})

it.each([
  '../../etc/passwd',
  '.hidden',
  'a/b',
  'a\\b',
  '',
  'x'.repeat(65),
  'a b',
  'nul\0',
  'CON',
  'aux.x',
  'lpt1',
])('no event is called %j', (name) => {
  expect(() => saveEvent(root, { ...order, name })).toThrow(
    expect.objectContaining({ code: 'EVENT_NAME_INVALID' }),
  )
  expect(readSavedEvent(root, 'items', name)).toBeUndefined()
})

it('what is no JSON is not saved; other files are no events', () => {
  expect(() => saveEvent(root, { ...order, event: '{' })).toThrow(
    expect.objectContaining({ code: 'EVENT_NOT_JSON' }),
  )
  mkdirSync(join(root, 'events/items'), { recursive: true })
  writeFileSync(join(root, 'events/items/README.md'), '')
  expect(listSavedEvents(root, 'items')).toEqual([])
})
