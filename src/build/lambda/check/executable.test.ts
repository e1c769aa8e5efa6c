import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { elfBytes, type ElfSample } from '../../../../tests/support/elf.ts'
import { OcheError } from '../../../core/errors.ts'
import { checkExecutables } from './executable.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-check-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const LINKER = '/lib64/ld-linux-x86-64.so.2'

let warnings: string[]

/** Checks a package with these files, the bootstrap first; answers with what it complains of. */
function complaint(
  bootstrap: ElfSample | string | Buffer,
  others: Record<string, ElfSample | string> = {},
  hasLayers = false,
): OcheError | undefined {
  const files = Object.entries({ bootstrap, ...others }).map(([name, content], i) => {
    const file = join(folder, String(i))
    const isText = typeof content === 'string' || Buffer.isBuffer(content)
    writeFileSync(file, isText ? content : elfBytes(content))
    return { name, file }
  })
  try {
    warnings = checkExecutables({ arch: 'x86_64', compiled: [files[0]!], files, hasLayers })
    return undefined
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(OcheError)
    return thrown as OcheError
  }
}

describe('checkExecutables', () => {
  it('takes a static executable, and a dynamic one that the runtime can start', () => {
    expect(complaint({})).toBeUndefined()
    expect(
      complaint({
        interpreter: LINKER,
        needed: ['libc.so.6', 'libstdc++.so.6'],
        versions: ['GLIBC_2.34', 'GLIBCXX_3.4.29'],
      }),
    ).toBeUndefined()
  })

  it('says which architecture was found and which was asked for', () => {
    const error = complaint({ machine: 0xb7 })
    expect(error?.code).toBe('WRONG_ARCHITECTURE')
    expect(error?.message).toBe('bootstrap is built for arm64, not for x86_64')
    expect(error?.remedy).toContain('--arch arm64')
    expect(complaint({ machine: 3 })?.message).toContain('machine 3')
  })

  it('says which glibc is needed and which the runtime has', () => {
    const error = complaint({ interpreter: LINKER, versions: ['GLIBC_2.4', 'GLIBC_2.38'] })
    expect(error?.code).toBe('GLIBC_TOO_NEW')
    expect(error?.message).toBe(
      'bootstrap needs GLIBC_2.38; the newest that provided.al2023 has is GLIBC_2.34',
    )
    const other = complaint({ interpreter: LINKER, versions: ['GLIBCXX_3.4.32'] })
    expect(other?.code).toBe('LIBSTDCXX_TOO_NEW')
    expect(other?.message).toContain('GLIBCXX_3.4.32')
  })

  it('refuses the dynamic linker of musl', () => {
    const error = complaint({ interpreter: '/lib/ld-musl-x86_64.so.1' })
    expect(error?.code).toBe('WRONG_INTERPRETER')
    expect(error?.remedy).toContain('statically')
  })

  it('looks for a library in the runtime, in the package, and along the search path', () => {
    const needing = { interpreter: LINKER, needed: ['libx.so.1'] }
    expect(complaint(needing)?.code).toBe('LIBRARY_MISSING')
    expect(complaint(needing, { 'lib/libx.so.1': { type: 3 } })).toBeUndefined()
    expect(complaint(needing, { 'libx.so.1': { type: 3 } })).toBeUndefined()
    expect(complaint(needing, { 'own/libx.so.1': { type: 3 } })?.code).toBe('LIBRARY_MISSING')
    expect(
      complaint({ ...needing, runpath: '$ORIGIN/own' }, { 'own/libx.so.1': { type: 3 } }),
    ).toBeUndefined()
  })

  it('leaves libraries to layers where there are any', () => {
    expect(complaint({ interpreter: LINKER, needed: ['libx.so.1'] }, {}, true)).toBeUndefined()
  })

  it('looks at the libraries in the package that are needed, and at those that they need', () => {
    const first = { 'lib/libone.so': { type: 3, needed: ['libtwo.so'] } }
    const needing = { interpreter: LINKER, needed: ['libone.so'] }
    expect(complaint(needing, first)?.message).toContain('lib/libone.so needs libtwo.so')
    const foreign = { ...first, 'lib/libtwo.so': { type: 3, machine: 0xb7 } }
    expect(complaint(needing, foreign)?.message).toBe(
      'lib/libtwo.so is built for arm64, not for x86_64',
    )
  })

  it('only warns of other programs for another machine', () => {
    expect(complaint({}, { 'tools/ffmpeg': { machine: 0xb7 } })).toBeUndefined()
    expect(warnings).toEqual([
      'tools/ffmpeg in the package is built for arm64, the function is for x86_64',
    ])
  })

  it.each(['data/addon.node', 'lib/libx.so', 'deep/libx.so.1.2'])(
    'refuses %s for another machine, or a newer glibc, though nothing names it',
    (name) => {
      const error = complaint({}, { [name]: { type: 3, machine: 0xb7 } })
      expect(error?.code).toBe('WRONG_ARCHITECTURE')
      expect(error?.message).toContain(name)
      expect(error?.remedy).toContain('--os=linux --cpu=x64 --libc=glibc')
      expect(complaint({}, { [name]: { type: 3, versions: ['GLIBC_2.38'] } })?.code).toBe(
        'GLIBC_TOO_NEW',
      )
      expect(complaint({}, { [name]: { type: 3 } })).toBeUndefined()
    },
  )

  it('refuses a library or an object file as bootstrap', () => {
    expect(complaint({ type: 3 })?.message).toContain('shared library')
    expect(complaint({ type: 1 })?.message).toContain('object file')
  })

  it.each([
    ['MZ', 'an executable for Windows'],
    ['\xcf\xfa\xed\xfe', 'an executable for macOS'],
    ['', 'empty'],
    ['hello', 'neither an ELF executable nor a script'],
  ])('says what a file that starts with %j is', (start, words) => {
    expect(complaint(Buffer.from(start, 'latin1'))?.message).toContain(words)
  })

  it.each(['#!/bin/sh', '#!/bin/bash -eu', '#!/usr/bin/env bash', '#! /bin/sh'])(
    'takes a script that starts with %s',
    (line) => expect(complaint(`${line}\necho\n`)).toBeUndefined(),
  )

  it.each(['#!/usr/bin/env python3', '#!/usr/bin/python3', '#!/bin/sh\r', '#!'])(
    'refuses a script that starts with %j',
    (line) => expect(complaint(`${line}\n`)?.code).toBe('SCRIPT_INTERPRETER'),
  )

  it('takes a script whose interpreter is in the package', () => {
    expect(complaint('#!/var/task/bin/tool\n', { 'bin/tool': {} })).toBeUndefined()
  })
})
