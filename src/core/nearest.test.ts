import { expect, it } from 'vitest'
import { nearest } from './nearest.ts'

it.each([
  ['memroy', ['memory', 'timeout'], 'memory'],
  ['biuld', ['build', 'dev'], 'build'],
  ['dve', ['dev', 'new'], 'dev'],
  ['origin', ['origins', 'methods'], 'origins'],
  ['arm', ['arm64', 'x86_64'], 'arm64'],
  ['environ', ['environment', 'engine'], 'environment'],
  ['REGION', ['region'], 'region'],
])('%s is a misspelling of one of %j', (word, candidates, meant) => {
  expect(nearest(word, candidates)).toBe(meant)
})

it.each([
  ['go', ['ts', 'dart']],
  ['rs', ['ts', 'dart']],
  ['python', ['bun', 'node']],
  ['amd64', ['x86_64', 'both']],
  ['xyz', ['dev', 'new']],
  ['', ['a', 'dev']],
])('%s is none of %j', (word, candidates) => {
  expect(nearest(word, candidates)).toBeUndefined()
})
