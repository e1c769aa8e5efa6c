import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { openArtifact } from './artifact.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'oche-artifact-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

async function zip(entries: Record<string, { text: string; mode: number }>): Promise<string> {
  const file = new ZipFile()
  for (const [name, { text, mode }] of Object.entries(entries)) {
    file.addBuffer(Buffer.from(text), name, { mode })
  }
  file.end()
  await pipeline(file.outputStream, createWriteStream(join(root, 'package.zip')))
  return 'package.zip'
}

const modeOf = (path: string) => statSync(path).mode & 0o777

describe('openArtifact', () => {
  it('runs a finished executable where it lies', async () => {
    writeFileSync(join(root, 'server'), '#!/bin/sh\n')
    const file = join(root, 'server')
    expect(await openArtifact(root, 'server')).toEqual({
      executable: file,
      taskRoot: root,
      inputs: [file],
    })
  })

  it('unpacks a zip with folders and with the modes it says, once', async () => {
    const file = await zip({
      bootstrap: { text: '#!/bin/sh\n', mode: 0o100755 },
      'data/items.json': { text: '[1]', mode: 0o100644 },
    })
    const { executable, taskRoot } = await openArtifact(root, file)
    expect(executable).toBe(join(taskRoot!, 'bootstrap'))
    expect(readFileSync(join(taskRoot!, 'data', 'items.json'), 'utf8')).toBe('[1]')
    if (process.platform !== 'win32') {
      expect(modeOf(executable)).toBe(0o755)
      expect(modeOf(join(taskRoot!, 'data', 'items.json'))).toBe(0o644)
    }
    chmodSync(executable, 0o700)
    expect((await openArtifact(root, file)).taskRoot).toBe(taskRoot)
    if (process.platform !== 'win32') expect(modeOf(executable)).toBe(0o700)
  })

  it('names the mistake: no file, no bootstrap at the root, half a zip', async () => {
    await expect(openArtifact(root, 'none')).rejects.toMatchObject({ code: 'ARTIFACT_NOT_FOUND' })
    const nested = await zip({ 'dist/bootstrap': { text: '', mode: 0o100755 } })
    await expect(openArtifact(root, nested)).rejects.toMatchObject({
      code: 'ARTIFACT_NO_BOOTSTRAP',
      message: 'package.zip has no file "bootstrap" at its root',
    })
    writeFileSync(join(root, 'half.zip'), readFileSync(join(root, nested)).subarray(0, 40))
    await expect(openArtifact(root, 'half.zip')).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_A_ZIP',
    })
  })
})
