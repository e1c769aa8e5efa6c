import { expect, it } from 'vitest'
import { Arguments } from '../../arguments/values.ts'
import { archsIn, memoriesIn, refuseRemoteFlags } from './remote-flags.ts'

const args = (flags: Record<string, string | true>) =>
  new Arguments([], new Map(Object.entries(flags)))

it('a setting that is named twice is tried once', () => {
  expect(memoriesIn('128, 256,0128,256')).toEqual([128, 256])
  expect(archsIn('arm64, x86_64,arm64')).toEqual(['arm64', 'x86_64'])
})

it.each(['127', '10241', '1e3', '128.5', '128,', 'x'])('no memory of a function is %s', (given) => {
  expect(() => memoriesIn(given)).toThrow('--memory takes MB')
})

it.each(['memory', 'arch', 'budget', 'prices', 'bucket', 'yes'])(
  'a measurement on this machine does not silently leave out --%s',
  (name) => {
    expect(() => refuseRemoteFlags(args({ [name]: '1' }))).toThrow(
      `--${name} is for what is deployed`,
    )
    expect(() => refuseRemoteFlags(args({ rounds: '2' }))).not.toThrow()
  },
)
