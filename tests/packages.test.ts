import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './support/cli.ts'
import { recipes } from './suites/packages/recipes.ts'

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)

it('docs/packages.md has a row for each package that is tried, with the engines it is tried on', () => {
  const text = readFileSync(join(root, 'docs/packages.md'), 'utf8')
  const rows = [...text.matchAll(/^\| ([^|]+?) +\| (yes)? *\| (yes)? *\|/gm)].map(
    ([, name, bun, node]) => ({ name: name!, bun: bun === 'yes', node: node === 'yes' }),
  )
  const tried = recipes.map(({ name, engines = ['bun', 'node'] }) => ({
    name,
    bun: engines.includes('bun'),
    node: engines.includes('node'),
  }))
  expect(rows.toSorted(byName)).toEqual(tried.toSorted(byName))
})
