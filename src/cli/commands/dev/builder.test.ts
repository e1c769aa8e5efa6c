import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OcheError } from '../../../core/errors.ts'
import { NO_INPUTS, type HostBuild } from '../../../build/index.ts'
import { Builder } from './builder.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-builder-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string) => join(folder, name)
const save = (name: string, text: string) => {
  writeFileSync(file(name), text)
  return file(name)
}
/** Longer ago than any clock is wrong: it was there before a build that begins now. */
const saveBefore = (name: string, text: string) => {
  save(name, text)
  while (Date.now() - statSync(file(name)).ctimeMs < 20);
  return file(name)
}
const built = (...files: string[]) => ({
  executable: 'x',
  taskRoot: folder,
  inputs: { ...NO_INPUTS, files },
  remove: () => {},
})

/** Its first build works, no other does. */
function failing(first: HostBuild, readsAnything = false): Builder {
  let builds = 0
  return new Builder(
    folder,
    async () => {
      if (builds++ === 0) return first
      throw new OcheError('COMPILE_FAILED', 'no')
    },
    readsAnything,
  )
}

describe('Builder', () => {
  it('is concerned by its inputs only, and after a failure by sources and what is new', async () => {
    const builder = failing(built(file('a')))
    const old = save('dev.log', '1')
    await builder.build()
    expect(builder.concernedBy([save('a', '1'), save('b.ts', '1')])).toEqual([file('a')])
    expect(await builder.build()).toMatchObject({ error: { code: 'COMPILE_FAILED' } })
    expect(builder.concernedBy([save('b.ts', '2'), old])).toEqual([file('b.ts')])
    // File systems tell the time in steps.
    let saves = 0
    const isSeen = (name: string) => builder.concernedBy([save(name, '2')]).includes(file(name))
    await vi.waitUntil(() => isSeen(`new${saves++}.csv`))
    expect(builder.concernedBy([save('dev.log', '12')])).toEqual([])
  })

  it('is concerned by what may take the place of a module, and by no other new file', async () => {
    const inputs = { ...NO_INPUTS, files: [file('a.ts')], lists: new Map([[folder, 'modules']]) }
    const builder = new Builder(folder, async () => ({ ...built(), inputs }) as HostBuild)
    await builder.build()
    const isSeen = (text: number) =>
      builder.concernedBy([save(`a${text}.tsx`, String(text))]).length > 0
    let saves = 0
    await vi.waitUntil(() => isSeen(saves++))
    expect(builder.concernedBy([save('b.ts', '1'), save('package.json', '{}')])).toHaveLength(2)
    expect(builder.concernedBy([save('dev.log', '1'), save('notes.md', '1')])).toEqual([])
  })

  it('sees by itself that packages lie elsewhere', async () => {
    const inputs = { ...NO_INPUTS, places: [file('node_modules')] }
    const builder = new Builder(folder, async () => ({ ...built(), inputs }))
    await builder.build()
    await builder.lookAround()
    expect(builder.stale()).toEqual([])
    mkdirSync(file('node_modules'))
    await vi.waitUntil(async () => {
      await builder.lookAround()
      return builder.stale().length > 0
    })
    expect(builder.stale()).toEqual([file('node_modules')])
  })

  it('is not started over and over by a log of what it tells', async () => {
    const builder = failing(built(file('a.c')), true)
    await builder.build()
    let log = 'built\n'
    save('dev.log', log)
    const starts = []
    for (let round = 0; round < 10; round++) {
      await builder.build()
      log += 'failed\n'
      starts.push(builder.concernedBy([save('dev.log', log)]).length)
    }
    expect(starts.filter((count) => count > 0).length).toBeLessThan(3)
    expect(starts.slice(-5)).toEqual([0, 0, 0, 0, 0])
    expect(builder.concernedBy([save('dev.log', 'something else')])).toEqual([file('dev.log')])
  })

  it('sees by itself that a source is not what was built, and nothing of a command', async () => {
    const source = saveBefore('a.ts', '1')
    const builder = new Builder(folder, async () => built(source))
    const command = new Builder(folder, async () => built(source), true)
    for (const one of [builder, command]) await one.build()
    expect(builder.stale()).toEqual([])
    save('a.ts', '2')
    expect(builder.stale()).toEqual([source])
    expect(command.stale()).toEqual([])
    await builder.build()
    expect(builder.stale()).toEqual([])
    rmSync(source)
    expect(builder.stale()).toEqual([source])
  })

  it('does not take a log that grows by every build for a source that has changed', async () => {
    const log = saveBefore('dev.log', 'begin\n')
    const builder = new Builder(folder, async () => built(log))
    await builder.build()
    for (let text = 'begin\n', round = 0; round < 4; round++) {
      text += 'built\n'
      builder.concernedBy([save('dev.log', text)])
    }
    expect(builder.stale()).toEqual([])
  })

  it('takes a file written again with the same bytes for unchanged', async () => {
    const builder = new Builder(folder, async () => built(file('a')))
    await builder.build()
    expect(builder.concernedBy([save('a', '1')])).toEqual([file('a')])
    expect(builder.concernedBy([save('a', '1')])).toEqual([])
    expect(builder.concernedBy([save('a', '2')])).toEqual([file('a')])
    rmSync(file('a'))
    expect(builder.concernedBy([file('a')])).toEqual([file('a')])
  })

  it('is concerned by nothing that the newest build has begun with, whoever asked for it', async () => {
    const source = saveBefore('a.ts', '1')
    const imported = saveBefore('b.ts', '1')
    let told: string[] | undefined
    const builder = new Builder(folder, async () => {
      told = builder.concernedBy([source, imported, file('c.ts')])
      if (stale.length > 1) throw new OcheError('COMPILE_FAILED', 'no')
      return built(source, file('gone.ts'), ...stale.map(() => imported))
    })
    const stale: string[] = []
    expect(builder.concernedBy([source])).toEqual([])
    await builder.build()
    // Files of the first build, one that was not there, and one that is new to the second.
    expect(told).toEqual([file('c.ts')])
    expect(builder.concernedBy([source, file('gone.ts')])).toEqual([])
    for (const text of ['2', '3 fails', '4 fails']) {
      save('a.ts', text)
      saveBefore('b.ts', text)
      // A request found it before the watcher told of it.
      stale.push(...builder.stale())
      expect(stale).toContain(source)
      await builder.build()
      expect(told).toEqual([])
      expect(builder.concernedBy([source, imported])).toEqual([])
      expect(builder.stale()).toEqual([])
    }
    expect(builder.concernedBy([save('b.ts', '5')])).toEqual([imported])
  })

  it.each([
    ['file', 'old/a.ts', 'src/a.ts'],
    ['folder', 'old', 'src'],
  ])('is concerned by an old %s that was put in the place of another', async (_, from, to) => {
    for (const name of ['src', 'old']) mkdirSync(file(name))
    const source = saveBefore('src/a.ts', '1')
    utimesSync(saveBefore('old/a.ts', '2'), 1, 1)
    const builder = new Builder(folder, async () => {
      rmSync(file(to), { recursive: true })
      renameSync(file(from), file(to))
      return built(source)
    })
    await builder.build()
    expect(builder.concernedBy([source])).toEqual([source])
    expect(builder.stale()).toEqual([source])
  })

  it('cancels a build that a newer one replaces, and tells of the newer alone', async () => {
    const signals: AbortSignal[] = []
    const builder = new Builder(folder, async (signal) => {
      signals.push(signal)
      if (signals.length === 1)
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      return built(`build ${signals.length}`)
    })
    const first = builder.build()
    expect(await builder.build()).toMatchObject({ build: { inputs: { files: ['build 2'] } } })
    expect(await first).toBeUndefined()
  })

  it('lets what is no mistake of the user’s through', async () => {
    const builder = new Builder(folder, async () => {
      throw new TypeError('a bug')
    })
    await expect(builder.build()).rejects.toThrow('a bug')
  })
})
