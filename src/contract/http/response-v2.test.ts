import { describe, expect, it } from 'vitest'
import { compactJson } from './response-v2.ts'

describe('JSON written anew', () => {
  it.each([
    ['{"a":1}', '{"a":1}'],
    [' { "a" : [ 1, "b c" ] } ', '{"a":[1,"b c"]}'],
    ['[12345678901234567890, 1.0, 1e3]', '[12345678901234567890,1.0,1e3]'],
    [String.raw`{"\u0061": "\/"}`, '{"a":"/"}'],
  ])('%s is %s', (json, compact) => expect(compactJson(json, JSON.parse(json))).toBe(compact))
})
