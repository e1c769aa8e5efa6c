import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../../core/errors.ts'
import type { VerbContext } from '../verb-context.ts'

/** Deletes what builds left: `.oche` may be deleted at any time. */
export async function run({ output, reporter, loadProject }: VerbContext): Promise<number> {
  const { root } = loadProject()
  const folder = join(root, '.oche')
  const removed = existsSync(folder)
  rmSync(folder, { recursive: true, force: true })
  if (output.json) output.resultJson({ removed: removed ? [folder] : [] })
  else reporter.info(removed ? `deleted ${folder}` : 'nothing to delete')
  return EXIT.ok
}
