import { expect, it } from 'vitest'
import { archsIn, memoriesIn } from './remote-flags.ts'

it('a setting that is named twice is tried once', () => {
  expect(memoriesIn('128, 256,0128,256')).toEqual([128, 256])
  expect(archsIn('arm64, x86_64,arm64')).toEqual(['arm64', 'x86_64'])
})

it.each(['127', '10241', '1e3', '128.5', '128,', 'x'])('no memory of a function is %s', (given) => {
  expect(() => memoriesIn(given)).toThrow('--memory takes MB')
})
