import { join } from 'node:path'
import { expect, it } from 'vitest'
import { entryText } from './entry.ts'

it('imports the source dynamically and the runtime from beside it, with forward slashes', () => {
  expect(entryText(join('..', '..', '..', 'src', 'index.ts'), join('runtime', 'index.js'))).toBe(
    'import { run } from "./runtime/index.js"\nawait run(() => import("../../../src/index.ts"))\n',
  )
})
