import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEnvFile } from './env-file.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-env-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('readEnvFile', () => {
  it('reads what is usual in such files', () => {
    const lines = [
      '\uFEFFA=1',
      '# a comment',
      'export B="two words" # and a comment',
      "C='as it is: $A'",
      'D="a\\nb"',
      'E=a=b\r',
      'F=',
      'no variable',
      'G=after it',
      'a.b=no name either',
    ]
    writeFileSync(join(folder, '.env'), lines.join('\n'))
    expect(readEnvFile(folder, undefined).variables).toEqual({
      A: '1',
      B: 'two words',
      C: 'as it is: $A',
      D: 'a\nb',
      E: 'a=b',
      F: '',
      G: 'after it',
    })
  })

  it('is empty without a file, and where that is a folder', () => {
    expect(readEnvFile(folder, undefined).variables).toEqual({})
    mkdirSync(join(folder, '.env'))
    expect(readEnvFile(folder, undefined).variables).toEqual({})
  })

  it('misses a file that was named', () => {
    expect(() => readEnvFile(folder, join(folder, 'other.env'))).toThrow(
      expect.objectContaining({ code: 'ENV_FILE_UNREADABLE' }),
    )
  })
})
