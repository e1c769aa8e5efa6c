import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { useOwnGenerators } from './generators.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((one) => rmSync(one, { recursive: true, force: true })))

function bundleOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'oche-generators-'))
  folders.push(folder)
  const bundle = join(folder, 'bundle.js')
  writeFileSync(bundle, text)
  return bundle
}

it.each([
  'function __asyncGenerator(thisArg,_arguments,generator){return thisArg}',
  'var __asyncGenerator=this&&this.__asyncGenerator||function(thisArg){return thisArg};',
])('leaves what TypeScript has written in a package as it is: %s', (text) => {
  const bundle = bundleOf(`${text}\n__asyncGenerator(this,arguments,f);`)
  useOwnGenerators(bundle)
  expect(readFileSync(bundle, 'utf8')).toContain(text)
})

it('refuses an esbuild that writes async generators in another way', () => {
  const bundle = bundleOf('var __asyncGenerator=(self,args,body)=>{};\n__asyncGenerator();')
  expect(() => useOwnGenerators(bundle)).toThrow(/this esbuild/)
})
