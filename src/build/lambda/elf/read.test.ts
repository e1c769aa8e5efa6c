import { describe, expect, it } from 'vitest'
import { elfBytes } from '../../../../tests/support/elf.ts'
import { parseElf } from './read.ts'

const parse = (bytes: Buffer) =>
  parseElf((offset, length) => bytes.subarray(offset, offset + length))

describe('parseElf', () => {
  it('knows the two architectures of Lambda', () => {
    expect(parse(elfBytes({ machine: 0xb7 }))?.arch).toBe('arm64')
    expect(parse(elfBytes({ machine: 0x3e }))?.arch).toBe('x86_64')
  })

  it('keeps the number of a machine that Lambda does not have', () => {
    expect(parse(elfBytes({ machine: 0xf3 }))).toMatchObject({ arch: undefined, machine: 0xf3 })
  })

  it('finds nothing in a script, in a short file, or in none', () => {
    expect(parse(Buffer.from('#!/bin/sh\n'.padEnd(64)))).toBeUndefined()
    expect(parse(Buffer.from('\x7fELF', 'latin1'))).toBeUndefined()
    expect(parse(Buffer.alloc(0))).toBeUndefined()
  })

  it('reads the dynamic linker, libraries, search path and symbol versions', () => {
    const sample = {
      interpreter: '/lib64/ld-linux-x86-64.so.2',
      needed: ['libc.so.6', 'libtwo.so.1'],
      runpath: '$ORIGIN/lib:/opt/lib',
      versions: ['GLIBC_2.17', 'GLIBC_2.38'],
    }
    expect(parse(elfBytes(sample))).toMatchObject({
      kind: 'executable',
      interpreter: sample.interpreter,
      needed: sample.needed,
      searchPath: ['$ORIGIN/lib', '/opt/lib'],
      versions: sample.versions,
    })
  })

  it('tells an executable, a shared library and an object file apart', () => {
    expect(parse(elfBytes({ type: 2 }))?.kind).toBe('executable')
    expect(parse(elfBytes({ type: 3, interpreter: '/lib/ld.so.1' }))?.kind).toBe('executable')
    expect(parse(elfBytes({ type: 3 }))?.kind).toBe('library')
    expect(parse(elfBytes({ type: 1 }))?.kind).toBe('object')
  })

  it('does not fail on a file that was cut off', () => {
    const whole = elfBytes({ needed: ['libc.so.6'], versions: ['GLIBC_2.17'], interpreter: '/l' })
    for (let length = 0; length < whole.length; length++) {
      expect(() => parse(whole.subarray(0, length))).not.toThrow()
    }
  })
})
