import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emitDeclarations, publicTypes } from './support/public-types.ts'

const folder = mkdtempSync(join(tmpdir(), 'oche-types-'))
beforeAll(() => emitDeclarations(folder))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each(['runtime', 'local'])('oche/%s offers these types and no others', async (entry) => {
  const types = publicTypes(folder, `${entry}/index.d.ts`)
  expect(types.match(/.*\bz\.\w+.*/g) ?? [], 'a schema instead of an interface').toEqual([])
  await expect(
    types,
    `What oche/${entry} offers has changed. Where that is meant, type: ` +
      'npm test -- tests/public-types.test.ts --update',
  ).toMatchFileSnapshot(`public-types/${entry}.txt`)
})
