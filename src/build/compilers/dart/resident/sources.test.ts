import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { CompiledSources } from './sources.ts'

const NAMES = ['a.dart', 'b.dart', 'c.dart']

/** What can happen to a file between two compilations. */
const deed = fc.record({
  name: fc.constantFrom(...NAMES),
  what: fc.constantFrom('write', 'delete', 'touch'),
  text: fc.constantFrom('1', '22', '3'),
  /** Seconds since 1970; what is copied or checked out may be older than what was there. */
  time: fc.constantFrom(1, 1000, undefined),
})

it('whatever happens to sources, those are told that are different', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oche-sources-'))
  const uriOf = (name: string) => pathToFileURL(join(folder, name)).href
  const textOf = (name: string) => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return undefined
    }
  }
  const perform = ({
    name,
    what,
    text,
    time,
  }: typeof deed extends fc.Arbitrary<infer T> ? T : never) => {
    const file = join(folder, name)
    if (what === 'write') writeFileSync(file, text)
    if (what === 'delete') rmSync(file, { force: true })
    if (time !== undefined && textOf(name) !== undefined) utimesSync(file, time, time)
  }
  try {
    fc.assert(
      fc.property(fc.array(fc.array(deed, { maxLength: 4 }), { maxLength: 6 }), (rounds) => {
        for (const name of NAMES) writeFileSync(join(folder, name), 'first')
        const sources = new CompiledSources()
        sources.join([...NAMES.map(uriOf), 'org-dartlang-sdk:///sdk'], [], Date.now() + 60_000)
        let compiled = NAMES.map(textOf)
        for (const round of rounds) {
          round.forEach(perform)
          const other = NAMES.filter((name, index) => textOf(name) !== compiled[index])
          expect(sources.changed().toSorted()).toEqual(other.map(uriOf))
          sources.look()
          compiled = NAMES.map(textOf)
        }
      }),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('a source that was saved while it was compiled for the first time is compiled again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oche-sources-'))
  const file = join(folder, 'a.dart')
  writeFileSync(file, '1')
  const sources = new CompiledSources()
  const uri = pathToFileURL(file).href
  sources.join([uri], [], Date.now())
  expect(sources.changed()).toEqual([uri])
  sources.look()
  expect(sources.changed()).toEqual([])
  sources.join([], [uri], Date.now())
  rmSync(folder, { recursive: true, force: true })
  expect(sources.changed()).toEqual([])
})
