import { cpSync, mkdirSync } from 'node:fs'

/**
 * The folder that stands for `/opt`: the only layer, or copies of several laid over one another, a
 * later one over an earlier.
 *
 * @param merged made where it is needed
 */
export function optFolder(layers: readonly string[], merged: string): string {
  if (layers.length === 1) return layers[0]!
  mkdirSync(merged, { recursive: true })
  for (const layer of layers) cpSync(layer, merged, { recursive: true, force: true })
  return merged
}
