import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { readOffer } from '../../../src/build/compilers/typescript/quickjs/absent/offer.ts'
import { linesOnQuickjs, removeFolder } from './sides.ts'

afterAll(removeFolder)

const script = fileURLToPath(new URL('offer/attempts.mjs', import.meta.url))
const listed = fileURLToPath(new URL('../../../engine/out/exports.json', import.meta.url))

/** These serve, but not without arguments, or where the build does not see them. */
const SERVE = ['async_hooks.AsyncLocalStorage', 'crypto.generateKeyPairSync']

it('lists as named only all that throws whatever it is asked for, and nothing else', async () => {
  const { modules, placeholders } = readOffer(listed)
  // These act on the process as a whole: they end it, or write into its output.
  const names = Object.keys(modules).filter((name) => !['console', 'process'].includes(name))
  const refused = await linesOnQuickjs(script, { OCHE_MODULES: JSON.stringify(names) })
  const all = Object.entries(placeholders).flatMap(([name, members]) =>
    members.map((member) => `${name}.${member}`),
  )
  expect(refused.filter((one) => !SERVE.includes(one)).sort()).toEqual(all.sort())
  expect(all).toContain('worker_threads.Worker')
})
