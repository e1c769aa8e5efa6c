import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { requireWritable } from './write-file.ts'

it('what cannot be written is said before, and nothing is written for that', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'oche-bench-'))
  try {
    expect(() => requireWritable({ cwd }, 'bench.json')).not.toThrow()
    for (const file of ['.', 'no/folder/bench.json']) {
      expect(() => requireWritable({ cwd }, file)).toThrow(`${file} cannot be written`)
    }
    expect(readdirSync(cwd)).toEqual([])
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
})
