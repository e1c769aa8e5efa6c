import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { elfBytes } from '../../../tests/support/elf.ts'
import { loadProject } from '../../core/project.ts'
import { packLayers } from './layers.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'oche-layers-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const put = (file: string, content: string | Buffer = '') => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), content)
}

/** What a project's layers come to. */
function pack(configuration: string) {
  put('oche.yaml', `build: 'true'\n${configuration}`)
  const project = loadProject({ cwd: root })
  return packLayers({ project, functions: project.functions })
}

const ARM = elfBytes({ machine: 0xb7 })
const INTEL = elfBytes({})

describe('a folder as a layer', () => {
  it('is packed once, however it is written, and gives the same bytes for the same files', async () => {
    put('layer/lib/a.txt', 'one')
    put('layer/bin/tool', '#!/bin/sh\n')
    const functions = 'functions:\n  a: { layers: [./layer] }\n  b: { layers: ["layer/"] }\n'
    const [layer, ...more] = await pack(functions)
    expect(more).toEqual([])
    expect(layer).toMatchObject({ folder: 'layer', bytes: 13 })
    const entries = unzipSync(readFileSync(layer!.zip))
    expect(Object.keys(entries)).toEqual(['bin/tool', 'lib/a.txt'])
    utimesSync(join(root, 'layer/lib/a.txt'), 1, 1)
    expect((await pack(functions))[0]!.sha256).toBe(layer!.sha256)
    put('layer/lib/a.txt', 'two')
    expect((await pack(functions))[0]!.sha256).not.toBe(layer!.sha256)
  })

  it('and another of a like name are two', async () => {
    put('a/b/x')
    put('a-b/x')
    const layers = await pack('layers: [a/b, a-b]\n')
    expect(new Set(layers.map(({ zip }) => zip)).size).toBe(2)
  })

  it('that has a program of another machine is refused for the function it is no good for', async () => {
    put('layer/extensions/watcher', ARM)
    await expect(pack('arch: arm64\nlayers: [layer]\n')).resolves.toHaveLength(1)
    await expect(
      pack('functions: { items: { arch: x86_64, layers: [layer] } }\n'),
    ).rejects.toMatchObject({
      code: 'WRONG_ARCHITECTURE',
      message: 'extensions/watcher in the layer layer is built for arm64, and items is for x86_64',
    })
  })

  it('may hold programs of any machine where nobody looks for them', async () => {
    put('layer/share/both/arm', ARM)
    put('layer/share/both/intel', INTEL)
    await expect(pack('layers: [layer]\n')).resolves.toHaveLength(1)
  })

  it('that is not there, or is empty, is told', async () => {
    await expect(pack('layers: [nowhere]\n')).rejects.toMatchObject({ code: 'LAYER_NOT_FOUND' })
    mkdirSync(join(root, 'empty'))
    await expect(pack('layers: [empty]\n')).rejects.toMatchObject({ code: 'LAYER_UNUSABLE' })
  })

  it.skipIf(process.platform === 'win32')(
    'has for a link within it what it leads to, and no link that leads out of it, or round',
    async () => {
      put('layer/lib/libx.so.1', 'x')
      symlinkSync('libx.so.1', join(root, 'layer/lib/libx.so'))
      const [layer] = await pack('layers: [layer]\n')
      expect(Object.keys(unzipSync(readFileSync(layer!.zip)))).toEqual([
        'lib/libx.so',
        'lib/libx.so.1',
      ])
      for (const to of ['../../oche.yaml', '.', 'nowhere']) {
        symlinkSync(to, join(root, 'layer/lib/out'))
        await expect(pack('layers: [layer]\n'), to).rejects.toMatchObject({
          code: 'LAYER_UNUSABLE',
          message: expect.stringContaining('layer/lib/out is a link that leads out of'),
        })
        rmSync(join(root, 'layer/lib/out'))
      }
    },
  )
})
