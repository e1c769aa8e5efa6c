import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openForHost } from './finished.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'oche-finished-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(contents: string, mode = 0o755): string {
  writeFileSync(join(root, 'server'), contents)
  chmodSync(join(root, 'server'), mode)
  return 'server'
}

describe('openForHost', () => {
  it('opens a script', async () => {
    expect(await openForHost(root, put('#!/bin/sh\n'))).toMatchObject({ taskRoot: root })
  })

  it.runIf(process.platform === 'linux')('refuses a file that is no program', async () => {
    for (const contents of ['', 'hello\n']) {
      await expect(openForHost(root, put(contents))).rejects.toMatchObject({
        code: 'ARTIFACT_NOT_EXECUTABLE',
        remedy: expect.stringContaining('oche build'),
      })
    }
  })

  it.skipIf(process.platform === 'win32')('names chmod where it may not be executed', async () => {
    await expect(openForHost(root, put('#!/bin/sh\n', 0o644))).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_EXECUTABLE',
      remedy: 'Type: chmod +x server',
    })
  })
})
