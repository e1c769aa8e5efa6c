import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyIn, signalsIn } from './bytes.ts'

const bytes = (text: string) => Buffer.from(text)

describe('bytes of a terminal', () => {
  it.each(['q', 'r', '?', 'Q', '~'])('%s alone is a key', (key) => {
    expect(keyIn(bytes(key))).toBe(key)
  })

  it.each([
    ['pasted text', 'quit'],
    ['a key held down while nobody looked', 'qq'],
    ['an arrow', '\x1b[A'],
    ['Alt with a letter', '\x1bq'],
    ['Escape', '\x1b'],
    ['Return', '\r'],
    ['Ctrl-D', '\x04'],
    ['a space', ' '],
    ['Backspace', '\x7f'],
    ['a letter beyond ASCII', 'ä'],
    ['a picture', '🎯'],
    ['nothing', ''],
  ])('%s is no key', (_, text) => {
    expect(keyIn(bytes(text))).toBeUndefined()
    expect(signalsIn(bytes(text))).toEqual([])
  })

  it('half a letter beyond ASCII is no key', () => {
    expect(keyIn(bytes('ä').subarray(0, 1))).toBeUndefined()
    expect(keyIn(bytes('ä').subarray(1))).toBeUndefined()
  })

  it('Ctrl-C, Ctrl-Z and Ctrl-\\ count wherever they stand, in their order', () => {
    expect(signalsIn(bytes('r\x03x\x1a\x1c\x03'))).toEqual([
      'SIGINT',
      'SIGTSTP',
      'SIGQUIT',
      'SIGINT',
    ])
  })

  it('text of any language holds neither a signal nor, from two bytes on, a key', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(
      fc.property(texts, (text) => {
        const printed = [...text].filter((one) => one >= ' ').join('')
        expect(signalsIn(bytes(printed))).toEqual([])
        if (bytes(printed).length > 1) expect(keyIn(bytes(printed))).toBeUndefined()
      }),
    )
  })
})
