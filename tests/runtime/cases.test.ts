import { afterAll, describe, it } from 'vitest'
import { engines, Entries } from '../support/runtime-process.ts'
import { readCases } from './read-cases.ts'
import { replay } from './replay.ts'
import type { RuntimeCase } from './replay.ts'

const cases = readCases<RuntimeCase>('runtime')
const entries = new Entries()
afterAll(() => entries[Symbol.dispose]())

describe.each(engines)('the runtime on %s', (engine) => {
  it.each(cases)('$name', (it) => replay(it, (env) => entries.start(engine, 'cases.ts', env)))
})
