import { expect, it } from 'vitest'
import { closenessTo } from './memory.ts'

it.each([
  [0, 'far'],
  [115, 'far'],
  [116, 'near'],
  [128, 'near'],
  [129, 'over'],
  [410, 'over'],
])('%i of 128 MB is %s', (used, closeness) => expect(closenessTo(128, used)).toBe(closeness))
