import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { OCHE_FOLDER } from './paths.ts'

/** Whether an entry of `layers` is a folder of this machine: what is no ARN, and stands for none. */
export function isLayerFolder(layer: string): boolean {
  return !layer.startsWith('arn:') && !layer.includes('${')
}

/** The same text for a folder however it is written: `./layer/` is `layer`. */
export function layerFolder(layer: string): string {
  const path = posix.normalize(layer.replaceAll('\\', '/'))
  return path.length > 1 ? path.replace(/\/$/, '') : path
}

/** The folders that functions name as layers, each once. */
export function layerFoldersOf(functions: readonly { layers: readonly string[] }[]): string[] {
  const all = functions.flatMap(({ layers }) => layers.filter(isLayerFolder).map(layerFolder))
  return [...new Set(all)].sort()
}

/** A word for a folder that no other has: plain where the folder's name is, with a hash otherwise. */
export function layerWord(folder: string): string {
  const plain = folder.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/^-+|-+$/g, '')
  if (plain === folder && plain.length <= 64) return plain
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 6)
  return `${plain.slice(0, 57)}-${hash}`.replace(/^-/, '')
}

/** Where the zip of a layer is, as seen from the project’s folder, with forward slashes. */
export function layerZip(folder: string): string {
  return `${OCHE_FOLDER}/.layers/${layerWord(folder)}.zip`
}
