import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compiled } from '../../../tests/support/compiled.ts'
import type { PackageFile } from './types.ts'
import { writeZip } from './zip.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-zip-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entry = (name: string, text: string): PackageFile => {
  const file = join(folder, name.replaceAll('/', '_'))
  writeFileSync(file, text)
  return { name, file }
}

describe('writeZip', () => {
  it('gives the same bytes for the same contents, whatever order and times they have', async () => {
    const one = entry('bootstrap', 'binary')
    const two = entry('assets/a.txt', 'text')
    const first = await writeZip(join(folder, '1.zip'), [one, two])
    utimesSync(one.file, 0, 1e9)
    const second = await writeZip(join(folder, '2.zip'), [two, one])
    expect(second).toEqual(first)
    expect(readFileSync(join(folder, '2.zip'))).toEqual(readFileSync(join(folder, '1.zip')))
  })

  it('gives the same bytes in every time zone', async () => {
    const script = `
      import { writeZip } from ${JSON.stringify(compiled('src/build/package/zip.ts'))}
      const { sha256 } = await writeZip(process.argv[1], [{ name: 'bootstrap', file: process.argv[2] }])
      console.log(sha256)`
    const { file } = entry('bootstrap', 'binary')
    const hashes = ['Pacific/Kiritimati', 'America/Los_Angeles', 'UTC'].map((TZ) =>
      execFileSync(
        process.execPath,
        ['--input-type=module', '-e', script, join(folder, 'z.zip'), file],
        {
          env: { ...process.env, TZ },
          encoding: 'utf8',
        },
      ),
    )
    expect(new Set(hashes).size).toBe(1)
  })

  it('makes programs and scripts executable for everybody and other files not', async () => {
    const program = entry('bootstrap', '\x7fELF')
    chmodSync(program.file, 0o600)
    const note = entry('note.txt', 'y')
    chmodSync(note.file, 0o777)
    await writeZip(join(folder, 'z.zip'), [program, note, entry('run.sh', '#!/bin/sh')])
    const bytes = readFileSync(join(folder, 'z.zip'))
    const modes = [...centralDirectory(bytes)].map(({ name, mode }) => [name, mode.toString(8)])
    expect(modes).toEqual([
      ['bootstrap', '100755'],
      ['note.txt', '100644'],
      ['run.sh', '100755'],
    ])
  })

  it('says which file is missing', async () => {
    const missing = { name: 'a', file: join(folder, 'nowhere') }
    await expect(writeZip(join(folder, 'z.zip'), [missing])).rejects.toThrow(/nowhere/)
  })
})

/** Names and Unix modes as the zip's central directory has them. */
function* centralDirectory(zip: Buffer): Generator<{ name: string; mode: number }> {
  let at = zip.indexOf('PK\x01\x02', 0, 'latin1')
  while (at !== -1 && zip.readUInt32LE(at) === 0x02014b50) {
    const nameLength = zip.readUInt16LE(at + 28)
    const skip = zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    yield {
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      mode: zip.readUInt32LE(at + 38) >>> 16,
    }
    at += 46 + nameLength + skip
  }
}
