import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { zipSync, type Zippable } from 'fflate'
import { openArtifact } from './artifact.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'oche-artifact-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

function zip(entries: Record<string, { text: string; mode: number }>): string {
  const files: Zippable = {}
  for (const [name, { text, mode }] of Object.entries(entries)) {
    files[name] = [Buffer.from(text), { os: 3, attrs: mode << 16 }]
  }
  writeFileSync(join(root, 'package.zip'), zipSync(files))
  return 'package.zip'
}

const modeOf = (path: string) => statSync(path).mode & 0o777

describe('openArtifact', () => {
  it('runs a finished executable where it lies', async () => {
    writeFileSync(join(root, 'server'), '#!/bin/sh\n')
    const file = join(root, 'server')
    expect(await openArtifact(root, 'server')).toMatchObject({
      executable: file,
      taskRoot: root,
      inputs: { files: [file] },
    })
  })

  it('unpacks a zip with folders and with the modes it says, into a folder that goes again', async () => {
    const file = zip({
      bootstrap: { text: '#!/bin/sh\n', mode: 0o100755 },
      'data/items.json': { text: '[1]', mode: 0o100644 },
    })
    const { executable, taskRoot, remove } = await openArtifact(root, file)
    // Nothing of the project can be reached from there, as on Lambda, and nothing is left in it.
    expect(relative(root, taskRoot)).toMatch(/^\.\./)
    expect(readdirSync(root)).toEqual(['package.zip'])
    expect(executable).toBe(join(taskRoot!, 'bootstrap'))
    expect(readFileSync(join(taskRoot!, 'data', 'items.json'), 'utf8')).toBe('[1]')
    if (process.platform !== 'win32') {
      expect(modeOf(executable)).toBe(0o755)
      expect(modeOf(join(taskRoot!, 'data', 'items.json'))).toBe(0o644)
    }
    const again = await openArtifact(root, file)
    expect(again.taskRoot).not.toBe(taskRoot)
    remove()
    expect([existsSync(taskRoot), existsSync(again.executable)]).toEqual([false, true])
    again.remove()
  })

  it('names the mistake: no file, no bootstrap at the root, half a zip', async () => {
    await expect(openArtifact(root, 'none')).rejects.toMatchObject({ code: 'ARTIFACT_NOT_FOUND' })
    const nested = zip({ 'dist/bootstrap': { text: '', mode: 0o100755 } })
    await expect(openArtifact(root, nested)).rejects.toMatchObject({
      code: 'ARTIFACT_NO_BOOTSTRAP',
      message: 'package.zip has no file "bootstrap" at its root',
    })
    if (process.platform !== 'win32') {
      const plain = zip({ bootstrap: { text: '#!/bin/sh\n', mode: 0o100644 } })
      await expect(openArtifact(root, plain)).rejects.toMatchObject({
        code: 'ARTIFACT_NOT_EXECUTABLE',
        message: 'bootstrap in package.zip may not be executed',
      })
    }
    writeFileSync(join(root, 'half.zip'), readFileSync(join(root, nested)).subarray(0, 40))
    await expect(openArtifact(root, 'half.zip')).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_A_ZIP',
    })
  })
})
