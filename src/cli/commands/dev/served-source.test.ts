import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { NO_INPUTS, type HostBuild } from '../../../build/index.ts'
import type { Project } from '../../../core/project.ts'
import { silentReporter, type Reporter } from '../../../core/reporter.ts'
import { OcheError } from '../../../core/errors.ts'
import type { LocalLambda } from '../../../local/index.ts'
import { ServedSource } from './served-source.ts'
import type { View } from './view.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-served-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const view = { rebuilt: () => {}, buildFailed: () => {} } as unknown as View

/** A source of one file, each of whose builds ends as `builds` says, and what replaced its code. */
function served(
  builds: (() => Promise<void>)[],
  longestWaitMs?: number,
  reporter = silentReporter,
  root = folder,
) {
  const file = join(folder, 'a.ts')
  const save = (text: string) => writeFileSync(file, text)
  save('0')
  // What was written in this moment may have been written after the build began.
  while (Date.now() - statSync(file).ctimeMs < 20);
  const replaced: unknown[] = []
  const source = new ServedSource(
    {
      functions: [{ settings: { name: 'a' } } as never],
      progress: '',
      readsAnything: false,
      compile: async () => {
        await builds.shift()!()
        const inputs = { ...NO_INPUTS, files: [file] }
        return {
          executable: `${builds.length}`,
          taskRoot: folder,
          inputs,
          remove() {},
        } as HostBuild
      },
    },
    {
      project: { root } as Project,
      view,
      reporter,
      watched: true,
      ...(longestWaitMs && { longestWaitMs }),
    },
  )
  const replace = async (_name: string, code: unknown) => void replaced.push(code)
  source.serveOn({ replace } as unknown as LocalLambda)
  const upToDate = () => source.upToDate((files) => void source.changed(files))
  return { source, save, replaced, upToDate }
}

/** So many milliseconds pass each time the clock is looked at. */
function clock(step: number): { passes(ms: number): void } {
  let at = performance.now()
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => (at += step))
  onTestFinished(() => spy.mockRestore())
  return { passes: (ms) => void (at += ms) }
}

const atOnce = async () => {}
const never = () => new Promise<void>(() => {})
const fails = async () => {
  throw new OcheError('COMPILE_FAILED', 'no')
}

it('a first build that fails is no step that is told as done', async () => {
  const ends: string[] = []
  const reporter: Reporter = {
    ...silentReporter,
    async step(_message, work) {
      const result = await work(() => {}).catch((thrown: unknown) => {
        ends.push('failed')
        throw thrown
      })
      ends.push('done')
      return result
    },
  }
  await served([fails], undefined, reporter).source.first()
  await served([atOnce], undefined, reporter).source.first()
  expect(ends).toEqual(['failed', 'done'])
})

describe('an invocation that comes after a save', () => {
  it('waits for nothing where nothing was saved', async () => {
    const { source, upToDate } = served([atOnce])
    await source.first()
    expect(upToDate()).toBeUndefined()
  })

  it('waits until what was saved has replaced the code, whoever began to build it', async () => {
    const { source, save, replaced, upToDate } = served([atOnce, atOnce, atOnce])
    await source.first()
    save('1')
    expect(await Promise.all([upToDate(), upToDate()])).toEqual([undefined, undefined])
    expect(replaced).toHaveLength(2)
    save('2')
    void source.changed([join(folder, 'a.ts')])
    await upToDate()
    expect(replaced).toHaveLength(3)
    expect(upToDate()).toBeUndefined()
  })

  it('looks at the sources once for those that come close together, and anew once the system tells of a change', async () => {
    const { source, save, upToDate } = served([atOnce, atOnce])
    await source.first()
    source.relyOnWatch(true)
    // As long as nobody knows of it.
    clock(0.1)
    expect(upToDate()).toBeUndefined()
    save('1')
    expect(upToDate()).toBeUndefined()
    source.touched()
    expect(upToDate()).toBeInstanceOf(Promise)
  })

  it.each([
    ['for a hundred times as long as that took', 0.1, 9],
    ['for 50 ms at most', 5, 40],
  ])('takes what it has seen for true %s', async (_, took, holds) => {
    const { source, save, upToDate } = served([atOnce, atOnce])
    await source.first()
    source.relyOnWatch(true)
    const time = clock(took)
    expect(upToDate()).toBeUndefined()
    save('1')
    time.passes(holds)
    expect(upToDate()).toBeUndefined()
    time.passes(10)
    expect(upToDate()).toBeInstanceOf(Promise)
  })

  it.each([
    ['that the system may not tell of', false, ''],
    ['outside the project', true, 'project'],
  ])('looks each time at sources %s', async (_, tells, root) => {
    const { source, save, upToDate } = served(
      [atOnce, atOnce],
      undefined,
      silentReporter,
      join(folder, root),
    )
    await source.first()
    source.relyOnWatch(tells)
    clock(0.1)
    expect(upToDate()).toBeUndefined()
    save('1')
    expect(upToDate()).toBeInstanceOf(Promise)
  })

  it('waits for what was saved while it waited', async () => {
    const { source, save, replaced, upToDate } = served([atOnce, async () => save('2'), atOnce])
    await source.first()
    save('1')
    await upToDate()
    expect(replaced.at(-1)).toMatchObject({ executable: '0' })
  })

  it('waits no longer than until the build has failed', async () => {
    const { source, save, replaced, upToDate } = served([atOnce, fails])
    await source.first()
    save('1')
    expect(await upToDate()).toBeUndefined()
    expect(replaced).toHaveLength(1)
    expect(upToDate()).toBeUndefined()
  })

  it('is told where that takes too long', async () => {
    const { source, save, upToDate } = served([atOnce, never], 1)
    await source.first()
    save('1')
    expect(await upToDate()).toEqual({ failure: expect.stringContaining('still being built') })
  })
})
