import { expect, it } from 'vitest'
import { circlesOf } from './imports.ts'

const imports = (file: string, target: string) => ({ file, specifier: `./${target}`, target })

it('circles are the files that import themselves by way of others, and no other', () => {
  const ways = [
    imports('a', 'b'),
    imports('b', 'c'),
    imports('c', 'b'),
    imports('d', 'd'),
    imports('a', 'd'),
  ]
  expect(circlesOf(ways)).toEqual([['b', 'c'], ['d']])
})
