import { join } from 'node:path'
import { expect, it } from 'vitest'
import { entryText } from './entry.ts'

it('imports the source dynamically and the runtime from beside it, with forward slashes', () => {
  const source = join('..', '..', '..', 'src', 'index.ts')
  expect(entryText(source, 'runtime', [], true)).toBe(
    'import { run } from "./runtime/index.ts"\n' +
      'import { makeFetch } from "./runtime/listener/index.ts"\n' +
      'await run(() => import("../../../src/index.ts"), makeFetch)\n',
  )
  expect(entryText(source, 'runtime', ['text-responses'], true)).toMatch(
    /^import ".\/runtime\/bun\/text-responses.ts"\n/,
  )
})
