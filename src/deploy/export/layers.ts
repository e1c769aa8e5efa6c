import { layerFoldersOf, layerWord, layerZip } from '../../core/layers.ts'
import type { FunctionConfig } from '../../core/project.ts'
import { layerName } from '../layers/index.ts'
import type { Application } from '../model/place.ts'

/** A folder as a layer that another tool is to publish. */
export interface ExportedLayer {
  folder: string
  /** Plain, or with a hash: no two are the same. */
  word: string
  name: string
  /** Path of the zip that "oche build" leaves, as seen from where the exported file is. */
  zip: string
}

export function exportedLayers(
  application: Application,
  functions: readonly FunctionConfig[],
): ExportedLayer[] {
  return layerFoldersOf(functions).map((folder) => ({
    folder,
    word: layerWord(folder),
    name: layerName(application, folder),
    zip: layerZip(folder),
  }))
}
