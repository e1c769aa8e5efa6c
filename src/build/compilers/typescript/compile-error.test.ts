import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { compileError } from './compile-error.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'oche-compile-error-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const failing = (what: string, output = `error: ${what}\n    at index.ts:1:2`) =>
  compileError({
    root,
    bundler: 'Bun',
    output,
    failure: 'status 1',
    message: /^error: (.+)$/m,
    place: /^ +at (.+:\d+:\d+)$/m,
  })

it.each([
  ['Could not resolve: "hono". Maybe you need to "bun install"?', 'pnpm install'],
  ['Could not resolve: "hono/logger"', 'pnpm install'],
  ['Could not resolve "@scope/name/deep"', 'pnpm add @scope/name'],
])('%s: the command of this project', (what, command) => {
  writeFileSync(join(root, 'package.json'), '{"dependencies": {"hono": "4"}}')
  writeFileSync(join(root, 'pnpm-lock.yaml'), '')
  expect(failing(what)).toMatchObject({
    code: 'COMPILE_FAILED',
    remedy: `Correct the import, or type: ${command}`,
  })
})

it('files are named as seen from the project', () => {
  const output = `error: no\n    at ${join(root, 'src', 'index.ts')}:1:2`
  const { message, detail } = failing('no', output)
  expect(message).toBe(`${join('src', 'index.ts')}:1:2: no`)
  expect(detail).not.toContain(root)
})

it('a file that is not there is installed by nothing', () => {
  expect(failing('Could not resolve: "./missing"').remedy).toBe('Correct the import.')
})
