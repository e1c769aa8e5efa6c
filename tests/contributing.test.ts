import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './support/cli.ts'

const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
const rows = [...page.matchAll(/^\| (?!---|to change)(.+?) \| (.+) \|$/gm)]

/** Names in a cell; one that does not begin at the root is in the folder of the one before it. */
function pathsIn(cell: string): string[] {
  let folder = ''
  return [...cell.matchAll(/`([^` ]+)`/g)]
    .map(([, name]) => name!.replace('<command>', 'build'))
    .filter((name) => name.includes('/') || /\.(ts|mjs|md|json)$/.test(name))
    .map((name) => {
      const isWhole = existsSync(join(root, name.split('/')[0]!))
      const path = isWhole || folder === '' ? name : posix.join(folder, name)
      if (isWhole) folder = name.endsWith('/') ? name : posix.dirname(name)
      return path
    })
}

function exists(path: string): boolean {
  if (!path.includes('*')) return existsSync(join(root, path))
  const pattern = new RegExp(
    `^${posix.basename(path).replaceAll('.', '\\.').replaceAll('*', '.*')}$`,
  )
  return readdirSync(join(root, posix.dirname(path))).some((name) => pattern.test(name))
}

it('CONTRIBUTING.md has a map', () => expect(rows.length).toBeGreaterThan(40))

it.each(rows.map(([, task, cell]) => [task!, cell!]))('%s: what it names is there', (_, cell) => {
  expect(pathsIn(cell).filter((path) => !exists(path))).toEqual([])
})
