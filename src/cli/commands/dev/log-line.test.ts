import { describe, expect, it } from 'vitest'
import { readableLine } from './log-line.ts'

const prefix = '2026-07-10T19:19:04.836Z\t5f6b1a3c-7d6e-4f2a-9b8c-0d1e2f3a4b5c'

describe('readableLine', () => {
  it.each([
    [`${prefix}\tINFO\thello\tyou`, 'hello\tyou'],
    [`${prefix}\tERROR\tit failed`, 'ERROR it failed'],
    ['2026-07-10T19:19:04.836Z\tundefined\tINFO\twhile loading', 'while loading'],
    [`${prefix}\tINFO\tfirst\rsecond`, 'first\n      second'],
    [`${prefix}\tINFO\t`, ''],
    ['written by something else\twith tabs', 'written by something else\twith tabs'],
  ])('%j', (line, shown) => expect(readableLine(line)).toBe(shown))
})
