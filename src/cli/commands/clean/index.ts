import { existsSync, rmSync } from 'node:fs'
import { pruneImages } from '../../../build/index.ts'
import { EXIT } from '../../../core/errors.ts'
import { ocheFolder } from '../../../core/paths.ts'
import type { CommandContext } from '../context.ts'

/** Deletes what builds left: the folder `.oche`, and images of container builds. */
export async function run({
  output,
  reporter,
  signal,
  loadProject,
}: CommandContext): Promise<number> {
  const folder = ocheFolder(loadProject().root)
  const removed = existsSync(folder) ? [folder] : []
  rmSync(folder, { recursive: true, force: true })
  const pruned = await reporter.step('looking for images', () => pruneImages(signal))
  if (output.json) {
    output.resultJson({ removed, images: pruned })
    return EXIT.ok
  }
  for (const path of removed) reporter.info(`deleted ${path}`)
  for (const { engine, images } of pruned) reporter.info(`deleted ${images} images of ${engine}`)
  if (removed.length + pruned.length === 0) reporter.info('nothing to delete')
  return EXIT.ok
}
