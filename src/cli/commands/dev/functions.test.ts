import { describe, expect, it } from 'vitest'
import type { FunctionConfig } from '../../../core/project.ts'
import { groupByBuild } from './functions.ts'

const fn = (over: Partial<FunctionConfig>) =>
  ({ source: 'src/index.ts', engine: 'bun', include: [], ...over }) as FunctionConfig

describe('groupByBuild', () => {
  it('builds functions of one source once', () => {
    const [a, b, c] = [fn({ name: 'a' }), fn({ name: 'b' }), fn({ name: 'c', source: 'c.ts' })]
    expect(groupByBuild([a, b, c])).toEqual([[a, b], [c]])
  })
})
