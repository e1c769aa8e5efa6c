import { existsSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path'
import type { LayerArtifact } from '../../core/artifact.ts'
import { OcheError } from '../../core/errors.ts'
import { isLayerFolder, layerFolder, layerFoldersOf, layerZip } from '../../core/layers.ts'
import { makeOcheFolder } from '../../core/paths.ts'
import type { FunctionConfig, Project } from '../../core/project.ts'
import { readElf } from '../lambda/elf/read.ts'
import { sharedPaths } from '../paths.ts'
import { cachingDeflater } from './block-cache.ts'
import { createDeflater } from './deflater.ts'
import type { PackageFile } from './types.ts'
import { writeZip } from './zip.ts'

export interface LayersOptions {
  project: Project
  functions: readonly FunctionConfig[]
  signal?: AbortSignal | undefined
}

/**
 * Packs the folders that functions name as layers, each once, the same bytes for the same files.
 *
 * @throws OcheError `LAYER_NOT_FOUND`, `LAYER_UNUSABLE`, and `WRONG_ARCHITECTURE` for a program or a
 *   library of another machine than a function's
 */
export async function packLayers(options: LayersOptions): Promise<LayerArtifact[]> {
  const { project, functions } = options
  const layers: LayerArtifact[] = []
  for (const folder of layerFoldersOf(functions)) {
    const files = layerFiles(project.root, folder)
    for (const fn of functions.filter((one) => hasLayer(one, folder))) {
      for (const file of files) requireArchitecture(file, folder, fn)
    }
    layers.push(await packLayer(folder, files, options))
  }
  return layers
}

function hasLayer({ layers }: FunctionConfig, folder: string): boolean {
  return layers.some((layer) => isLayerFolder(layer) && layerFolder(layer) === folder)
}

async function packLayer(
  folder: string,
  files: readonly PackageFile[],
  { project: { root }, signal }: LayersOptions,
): Promise<LayerArtifact> {
  makeOcheFolder(root)
  const zip = join(root, layerZip(folder))
  mkdirSync(dirname(zip), { recursive: true })
  const deflater = cachingDeflater(sharedPaths(root).blocks, createDeflater())
  const { bytes: zipBytes, sha256 } = await writeZip(zip, files, { deflater, signal })
  const bytes = files.reduce((sum, { file }) => sum + statSync(file).size, 0)
  return { folder, zip, zipBytes, bytes, sha256 }
}

/** What Lambda unpacks to `/opt`; a link within the folder counts as what it leads to. */
function layerFiles(root: string, folder: string): PackageFile[] {
  const path = resolve(root, folder)
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new OcheError('LAYER_NOT_FOUND', `there is no folder ${path} for a layer`, {
      remedy: 'Correct "layers": a layer is a folder that is laid out like /opt.',
    })
  }
  const files = filesBelow(path, [realpathSync(path)], folder)
  if (files.length > 0) {
    return files.map((file) => ({ name: relative(path, file).split(sep).join('/'), file }))
  }
  throw unusable(`the layer ${folder} has no file in it`, 'Correct "layers", or leave it out.')
}

/** @param above the folders on the way, links followed, the layer itself first */
function filesBelow(at: string, above: readonly string[], folder: string): string[] {
  return readdirSync(at).flatMap((name) => {
    const path = join(at, name)
    const what = statSync(path, { throwIfNoEntry: false })
    const real = what && realpathSync(path)
    if (real === undefined || above.includes(real) || isOutside(above[0]!, real)) {
      throw unusable(
        `${posix.join(folder, name)} is a link that leads out of the layer`,
        'Put the file itself there.',
      )
    }
    if (what!.isDirectory()) return filesBelow(path, [...above, real], posix.join(folder, name))
    if (what!.isFile()) return [path]
    throw unusable(`${path} is neither a file nor a folder`, 'Delete it: it cannot be packed.')
  })
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
}

/** Folders of a layer in which Lambda, or the function, looks for programs and libraries. */
const SEARCHED = /^(bin|extensions|lib)\//

function requireArchitecture(
  { name, file }: PackageFile,
  folder: string,
  fn: FunctionConfig,
): void {
  if (!SEARCHED.test(name)) return
  const elf = readElf(file)
  if (elf === undefined || elf.kind === 'object' || elf.arch === fn.arch) return
  const found = elf.arch ?? `machine ${elf.machine} (${elf.bits} bits)`
  throw new OcheError(
    'WRONG_ARCHITECTURE',
    `${name} in the layer ${folder} is built for ${found}, and ${fn.name} is for ${fn.arch}`,
    {
      remedy: `Put the one for ${fn.arch} there. Functions of both architectures need a folder each.`,
    },
  )
}

function unusable(message: string, remedy: string): OcheError {
  return new OcheError('LAYER_UNUSABLE', message, { remedy })
}
