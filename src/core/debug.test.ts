import { afterEach, expect, it, vi } from 'vitest'

const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
afterEach(() => {
  vi.unstubAllEnvs()
  written.mockClear()
})

/** As a process that is started with this variable has it. */
async function debugWith(areas: string | undefined) {
  vi.stubEnv('OCHE_DEBUG', areas)
  vi.resetModules()
  return (await import('./debug.ts')).debug
}

it('writes the areas that OCHE_DEBUG names, or all of them', async () => {
  const some = await debugWith('build, dev')
  some('build', () => 'one')
  some('local', () => 'two')
  const all = await debugWith('*')
  all('local', () => 'three')
  expect(written.mock.calls.map(([line]) => line)).toEqual([
    'oche:build one\n',
    'oche:local three\n',
  ])
})

it.each([undefined, '', 'build'])(
  'does not even make the text where it is off: %j',
  async (areas) => {
    const text = vi.fn(() => 'never')
    const debug = await debugWith(areas)
    debug('deploy', text)
    expect(text).not.toHaveBeenCalled()
    expect(written).not.toHaveBeenCalled()
  },
)
