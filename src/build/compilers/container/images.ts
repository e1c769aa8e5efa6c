import { runTool } from '../../process/run.ts'
import { engineStates } from './engine.ts'
import { LABEL } from './plan.ts'

export interface PrunedImages {
  engine: string
  /** How many images were removed. */
  images: number
}

/**
 * Removes the images that container builds have left with Podman and Buildah; the others keep none.
 * An engine that is not running has nothing removed.
 */
export async function pruneImages(signal?: AbortSignal): Promise<PrunedImages[]> {
  const pruned: PrunedImages[] = []
  for (const { engine, problem } of await engineStates(signal)) {
    if (problem !== undefined) continue
    const images = ['images', '--all', '--quiet', '--filter', `label=${LABEL}`]
    const { ok, stdout } = await runTool({ file: engine.command, args: images, cwd: '.' }, signal)
    const ids = [...new Set(stdout.split(/\s+/).filter((id) => id !== ''))]
    if (!ok || ids.length === 0) continue
    const remove = ['rmi', '--force', ...ids]
    await runTool({ file: engine.command, args: remove, cwd: '.' }, signal)
    pruned.push({ engine: engine.name, images: ids.length })
  }
  return pruned
}
