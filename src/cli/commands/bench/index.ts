import { htmlOf, jsonOf, markdownOf, noiseText, textOf, viewOf } from '../../../bench/index.ts'
import { EXIT } from '../../../core/errors.ts'
import type { CommandContext } from '../context.ts'
import { measureLocally } from './local.ts'
import { writeResult } from './write-file.ts'

/** Measures functions and shows what is found. */
export async function run(context: CommandContext): Promise<number> {
  const { args, cwd, output, reporter } = context
  const view = viewOf(await measureLocally(context))
  if (view.noise.isNoisy) reporter.warn(noiseText(view.noise))
  if (output.json) output.resultJson(jsonOf(view))
  else if (args.text('format') === 'markdown') output.result(markdownOf(view).trimEnd())
  else for (const line of textOf(view, output.columns)) output.result(line)
  const page = args.text('report')
  if (page !== undefined) {
    writeResult(cwd, page, htmlOf(view))
    reporter.info(`Written: ${page}`)
  }
  return EXIT.ok
}
