import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { which } from './which.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'oche-which-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

it.skipIf(process.platform === 'win32')(
  'passes over what of PATH cannot be searched, as shells do',
  () => {
    const good = join(root, 'good')
    mkdirSync(good)
    writeFileSync(join(good, 'tool'), '')
    chmodSync(join(good, 'tool'), 0o755)
    // Locked is a folder of another user's; for root the others fail in the same way.
    const locked = join(root, 'locked')
    mkdirSync(locked, { mode: 0 })
    const loop = join(root, 'loop')
    symlinkSync(loop, loop)
    const file = join(good, 'tool')
    const long = join(root, 'x'.repeat(5000))
    const path = [locked, loop, file, long, join(root, 'none'), good].join(delimiter)
    expect(which('tool', { PATH: path })).toBe(join(good, 'tool'))
    expect(which('no-such-tool', { PATH: path })).toBeUndefined()
  },
)
