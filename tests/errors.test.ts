import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const UNION = join('core', 'error-codes.ts')

const codes = [...read('src', UNION).matchAll(/'([A-Z]\w+)'/g)].map(([, code]) => code!)

function read(...path: string[]): string {
  return readFileSync(join(root, ...path), 'utf8')
}

function textOf(folder: string, wanted: (file: string) => boolean): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(wanted)
    .map((file) => read(folder, file))
    .join('\n')
}

/** The first cell of every row of a table. */
function documented(): string[] {
  const cells = [...read('docs', 'errors.md').matchAll(/^\| (`[^|]+) \|/gm)].map(
    ([, cell]) => cell!,
  )
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, code]) => code!))
}

const isTest = (file: string) => /\.(test|suite)\.ts$/.test(file)
/** Tables of cases stand beside the tests that go through them. */
const isCase = (file: string) => file.endsWith('.ts') && file !== 'errors.test.ts'

describe('the codes of errors', () => {
  it('stand once each in their union', () => {
    expect(codes.length).toBeGreaterThan(90)
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })

  it('are those that docs/errors.md lists', () => {
    expect(documented().toSorted()).toEqual(codes.toSorted())
  })

  it('are all thrown somewhere', () => {
    const sources = textOf('src', (file) => file.endsWith('.ts') && !isTest(file) && file !== UNION)
    // A code that is compared with, or stands in a list, is not thrown by that.
    const isThrown = (code: string) =>
      new RegExp(String.raw`(?<![=]== |\[|', )'${code}'|^  ${code}: `, 'm').test(sources)
    expect(codes.filter((code) => !isThrown(code))).toEqual([])
  })

  it('are all made to happen by a test', () => {
    const tests = textOf('src', isTest) + textOf('tests', isCase)
    const isTested = (code: string) => new RegExp(String.raw`\b${code}\b`).test(tests)
    const missing = codes.filter((code) => !isTested(code))
    expect(missing).toEqual([])
  })
})
