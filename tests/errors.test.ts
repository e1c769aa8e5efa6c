import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { areas } from '../src/core/error-codes/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const TABLE = join('core', 'error-codes')
const codes = areas.flatMap((area) => Object.keys(area.codes))

function textOf(folder: string, wanted: (file: string) => boolean): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(wanted)
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n')
}

const isTest = (file: string) => /\.(test|suite)\.ts$/.test(file)
const isSource = (file: string) => file.endsWith('.ts') && !isTest(file) && !file.startsWith(TABLE)
/** Tables of cases stand beside the tests that go through them. */
const isCase = (file: string) => file.endsWith('.ts') && file !== 'errors.test.ts'

describe('the codes of errors', () => {
  it('stand once each in their table', () => {
    expect(codes.length).toBeGreaterThan(90)
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })

  it('are all thrown somewhere', () => {
    const sources = textOf('src', isSource)
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
