import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { watchFolder, type Watcher } from './watch.ts'

let folder: string
let watcher: Watcher | undefined
beforeEach(() => (folder = mkdtempSync(join(realpathSync(tmpdir()), 'oche-watch-'))))
afterEach(async () => {
  await watcher?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('watchFolder', () => {
  it('tells of a second save right after the first', async () => {
    const file = join(folder, 'a.ts')
    writeFileSync(file, 'one')
    const told: string[][] = []
    let saves = 1
    await new Promise<void>((resolve) => {
      const onChange = (files: readonly string[]) => {
        told.push([...files])
        if (saves === 3) resolve()
        else writeFileSync(file, String(++saves))
      }
      void watchFolder(folder, { onChange }).then((made) => {
        watcher = made
        writeFileSync(file, 'two')
      })
    })
    expect(told).toEqual([[file], [file], [file]])
  })

  it('is silent about packages, builds and what Bun writes while it compiles', async () => {
    for (const name of ['node_modules', '.oche', '.git']) mkdirSync(join(folder, name))
    const told: string[] = []
    await new Promise<void>((resolve) => {
      const onChange = (files: readonly string[]) => {
        told.push(...files)
        resolve()
      }
      void watchFolder(folder, { onChange }).then((made) => {
        watcher = made
        for (const name of [
          'node_modules/x.js',
          '.oche/y',
          '.git/z',
          '.1-2.bun-build',
          'mine.ts',
        ]) {
          writeFileSync(join(folder, name), '')
        }
      })
    })
    expect(told).toEqual([join(folder, 'mine.ts')])
  })

  it('tells that something was touched before it tells what', async () => {
    const told: string[] = []
    await new Promise<void>((resolve) => {
      const onChange = () => {
        told.push('changed')
        resolve()
      }
      void watchFolder(folder, { onChange, onTouch: () => told.push('touched') }).then((made) => {
        watcher = made
        writeFileSync(join(folder, 'mine.ts'), '')
      })
    })
    expect(told.at(-1)).toBe('changed')
    expect(told[0]).toBe('touched')
  })

  it.each([
    ['tells of each change', '', true],
    ['tells late where files are polled', '1', false],
  ])('%s', async (_, polling, tells) => {
    vi.stubEnv('CHOKIDAR_USEPOLLING', polling || undefined)
    onTestFinished(() => void vi.unstubAllEnvs())
    watcher = await watchFolder(folder, { onChange() {} })
    expect(watcher.tells).toBe(tells)
  })
})
