import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeOcheFolder, OCHE_FOLDER } from './paths.ts'

it('makes a folder that keeps itself out of git, and leaves a .gitignore that is there', () => {
  const root = mkdtempSync(join(tmpdir(), 'oche-paths-'))
  try {
    const ignore = join(root, OCHE_FOLDER, '.gitignore')
    makeOcheFolder(root)
    expect(readFileSync(ignore, 'utf8')).toBe('*\n')
    writeFileSync(ignore, '!mine\n')
    makeOcheFolder(root)
    expect(readFileSync(ignore, 'utf8')).toBe('!mine\n')
    expect(existsSync(join(root, '.gitignore'))).toBe(false)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
