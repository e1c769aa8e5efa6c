import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { OcheError } from '../../core/errors.ts'

/** The layers of a function, as far as they are folders of this machine. */
export interface Layers {
  /** Absolute paths. */
  folders: string[]
  /** ARNs: what they name is in AWS only. */
  remote: string[]
}

/** @param root that paths are relative to */
export function layersOf(layers: readonly string[], root: string): Layers {
  return {
    folders: layers.filter((layer) => !isArn(layer)).map((layer) => resolve(root, layer)),
    remote: layers.filter(isArn),
  }
}

function isArn(layer: string): boolean {
  return layer.startsWith('arn:')
}

/** @throws OcheError `LAYER_NOT_FOUND` */
export function requireFolders(folders: readonly string[]): void {
  const missing = folders.find((folder) => !existsSync(folder))
  if (missing === undefined) return
  throw new OcheError('LAYER_NOT_FOUND', `there is no folder ${missing} for a layer`, {
    remedy: 'Correct "layers": locally a layer is a folder that is laid out like /opt.',
  })
}

/**
 * The folder that stands for `/opt`: the only layer, or copies of several laid over one another, a
 * later one over an earlier.
 *
 * @param merged made where it is needed
 */
export function optFolder(folders: readonly string[], merged: string): string {
  if (folders.length === 1) return folders[0]!
  mkdirSync(merged, { recursive: true })
  for (const folder of folders) cpSync(folder, merged, { recursive: true, force: true })
  return merged
}
