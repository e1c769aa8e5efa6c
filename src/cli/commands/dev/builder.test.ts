import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OcheError } from '../../../core/errors.ts'
import { Builder } from './builder.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-builder-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string) => join(folder, name)
const save = (name: string, text: string) => {
  writeFileSync(file(name), text)
  return file(name)
}
const built = (...inputs: string[]) => ({ executable: 'x', taskRoot: folder, inputs })

describe('Builder', () => {
  it('is concerned by its inputs only, and after a failure by any file', async () => {
    const outcomes = [built(file('a')), new OcheError('COMPILE_FAILED', 'no')]
    const builder = new Builder(async () => {
      const next = outcomes.shift()!
      if (next instanceof OcheError) throw next
      return next
    })
    await builder.build()
    expect(builder.concernedBy([save('a', '1'), save('b', '1')])).toEqual([file('a')])
    expect(await builder.build()).toMatchObject({ error: { code: 'COMPILE_FAILED' } })
    expect(builder.concernedBy([save('b', '2')])).toEqual([file('b')])
  })

  it('takes a file written again with the same bytes for unchanged', async () => {
    const builder = new Builder(async () => built(file('a')))
    await builder.build()
    expect(builder.concernedBy([save('a', '1')])).toEqual([file('a')])
    expect(builder.concernedBy([save('a', '1')])).toEqual([])
    expect(builder.concernedBy([save('a', '2')])).toEqual([file('a')])
    rmSync(file('a'))
    expect(builder.concernedBy([file('a')])).toEqual([file('a')])
  })

  it('cancels a build that a newer one replaces, and tells of the newer alone', async () => {
    const signals: AbortSignal[] = []
    const builder = new Builder(async (signal) => {
      signals.push(signal)
      if (signals.length === 1)
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      return built(`build ${signals.length}`)
    })
    const first = builder.build()
    expect(await builder.build()).toMatchObject({ build: { inputs: ['build 2'] } })
    expect(await first).toBeUndefined()
  })

  it('lets what is no mistake of the user’s through', async () => {
    const builder = new Builder(async () => {
      throw new TypeError('a bug')
    })
    await expect(builder.build()).rejects.toThrow('a bug')
  })
})
