import { describe, expect, it } from 'vitest'
import { parseElf } from './read.ts'

/** The start of a 64-bit little-endian executable for a machine. */
function header(machine: number): Uint8Array {
  const bytes = Buffer.alloc(64)
  bytes.write('\x7fELF', 0, 'latin1')
  bytes[4] = 2
  bytes[5] = 1
  bytes.writeUInt16LE(machine, 18)
  return bytes
}

describe('parseElf', () => {
  it('knows the two architectures of Lambda', () => {
    expect(parseElf(header(0xb7))?.arch).toBe('arm64')
    expect(parseElf(header(0x3e))?.arch).toBe('x86_64')
  })

  it('keeps the number of a machine that Lambda does not have', () => {
    expect(parseElf(header(0xf3))).toEqual({ arch: undefined, machine: 0xf3 })
  })

  it('finds nothing in a script, in a short file, or in none', () => {
    expect(parseElf(Buffer.from('#!/bin/sh\n'.padEnd(64)))).toBeUndefined()
    expect(parseElf(Buffer.from('\x7fELF', 'latin1'))).toBeUndefined()
    expect(parseElf(Buffer.alloc(0))).toBeUndefined()
  })
})
