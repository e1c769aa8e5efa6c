import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  beginCommand,
  beginTypeScript,
  commandEdits,
  typescriptEdits,
} from '../support/oracle/edits.ts'
import { cacheFault, watchFault } from '../support/oracle/oracle.ts'
import { Tree } from '../support/oracle/tree.ts'
import { elfBytes } from '../support/elf.ts'

const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 1_000_000)
const { NODE_ENV } = process.env

let folder: string
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'oche-oracle-')))))
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  process.env['NODE_ENV'] = NODE_ENV
  delete process.env['MODE_OF_BUILD']
})

const trees = () => ({
  tree: new Tree(join(folder, 'one')),
  other: new Tree(join(folder, 'other')),
})

it(`sees in dev whatever changes a bundle of TypeScript, and nothing else (seed ${seed})`, async () => {
  const { tree } = trees()
  beginTypeScript(tree)
  const fault = await watchFault({
    seed,
    steps: 30,
    edits: typescriptEdits,
    tree,
  })
  expect(fault).toBeUndefined()
})

it(`builds by a command from the cache exactly where a forced build would make the same (seed ${seed})`, async () => {
  const { tree, other } = trees()
  beginCommand(tree, elfBytes({ machine: 0x3e }))
  const fault = await cacheFault({
    seed,
    steps: 8,
    edits: commandEdits,
    tree,
    other,
    format: 'zip',
  })
  expect(fault).toBeUndefined()
})
