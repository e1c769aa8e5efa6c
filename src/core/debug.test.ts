import { afterEach, expect, it, vi } from 'vitest'
import { debug } from './debug.ts'

const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
afterEach(() => {
  vi.unstubAllEnvs()
  written.mockClear()
})

it('writes the areas that OCHE_DEBUG names, or all of them', () => {
  vi.stubEnv('OCHE_DEBUG', 'build, dev')
  debug('build', () => 'one')
  debug('local', () => 'two')
  vi.stubEnv('OCHE_DEBUG', '*')
  debug('local', () => 'three')
  expect(written.mock.calls.map(([line]) => line)).toEqual([
    'oche:build one\n',
    'oche:local three\n',
  ])
})

it('does not even make the text where it is off', () => {
  const text = vi.fn(() => 'never')
  debug('deploy', text)
  vi.stubEnv('OCHE_DEBUG', 'build')
  debug('deploy', text)
  expect(text).not.toHaveBeenCalled()
  expect(written).not.toHaveBeenCalled()
})
