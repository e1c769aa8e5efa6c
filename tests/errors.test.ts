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

/** Still to be written. */
const untested: string[] = [
  'BUN_NOT_FOUND',
  'ESBUILD_NOT_FOUND',
  'IMPORT_TYPE_UNSUPPORTED',
  'MACHINE_PATH',
  'NODE_EXECUTABLE_FAILED',
  'NODE_NOT_FETCHED',
  'NODE_TOO_OLD',
  'NO_HANDLER',
  'BUNDLE_UNKNOWN',
  'DART_BROKEN',
  'DART_PACKAGES_DAMAGED',
  'PUBSPEC_NOT_FOUND',
  'SHELL_NOT_FOUND',
  'CONTAINERFILE_MISSING',
  'CONTAINER_OUTSIDE',
  'LIBSTDCXX_TOO_NEW',
  'INCLUDE_SPECIAL',
  'HOST_UNSUPPORTED',
  'INVOKE_REFUSED',
  'CREDENTIALS_REFUSED',
  'CONCURRENT_DEPLOY',
  'FUNCTION_FAILED',
  'NOT_DEPLOYED',
  'POLICY_UNKNOWN',
  'UPDATE_FAILED',
  'VERSION_UNKNOWN',
]

const isTest = (file: string) => file !== 'errors.test.ts' && /\.(test|suite)\.ts$/.test(file)

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
    const tests = textOf('src', isTest) + textOf('tests', isTest)
    const isTested = (code: string) => new RegExp(String.raw`\b${code}\b`).test(tests)
    const missing = codes.filter((code) => !isTested(code) && !untested.includes(code))
    expect(missing).toEqual([])
  })
})
