import { assert, jsonValue, property } from 'fast-check'
import { expect, it } from 'vitest'
import { compactJson, indentJson } from './indent-json.ts'

it('JSON is indented, and made compact, as JSON.stringify does it', () => {
  assert(
    property(jsonValue({ maxDepth: 6 }), (value) => {
      const [compact, wide] = [JSON.stringify(value), JSON.stringify(value, undefined, 2)]
      expect([indentJson(compact), indentJson(wide)]).toEqual([wide, wide])
      expect([compactJson(compact), compactJson(wide)]).toEqual([compact, compact])
    }),
  )
})

it('numbers, names and texts stay as they are written', () => {
  const text = '{"a":12345678901234567890,"a":1.0,"b":-0,"c":"\\u0041\\"{,\\\\"}'
  expect(compactJson(indentJson(text))).toBe(text)
  expect(indentJson(text).split('\n')[1]).toBe('  "a": 12345678901234567890,')
})

it('what is nested thousands of levels deep grows by little', () => {
  const text = '['.repeat(100_000) + ']'.repeat(100_000)
  expect(indentJson(text).length).toBeLessThan(2 * text.length)
  expect(compactJson(indentJson(text))).toBe(text)
})
