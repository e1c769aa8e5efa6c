import { jsonOf, noiseText, textOf, viewOf } from '../../../bench/index.ts'
import { EXIT } from '../../../core/errors.ts'
import type { CommandContext } from '../context.ts'
import { measureLocally } from './local.ts'

/** Measures functions and shows what is found. */
export async function run(context: CommandContext): Promise<number> {
  const { output, reporter } = context
  const view = viewOf(await measureLocally(context))
  if (view.noise.isNoisy) reporter.warn(noiseText(view.noise))
  if (output.json) output.resultJson(jsonOf(view))
  else for (const line of textOf(view, output.columns)) output.result(line)
  return EXIT.ok
}
