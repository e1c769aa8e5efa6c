import {
  compare,
  comparisonText,
  htmlOf,
  jsonOf,
  markdownOf,
  noiseText,
  requireSamePlan,
  textOf,
  viewOf,
  type Plan,
  type Report,
} from '../../../bench/index.ts'
import { EXIT } from '../../../core/errors.ts'
import type { CommandContext } from '../context.ts'
import { earlierReport } from './compare.ts'
import { measureLocally, type OnPlan } from './local.ts'
import { requireWritable, writeResult } from './write-file.ts'

/** What speaks to AWS is loaded only where it is asked for. */
async function measureRemotely(context: CommandContext, onPlan: OnPlan): Promise<Report> {
  const { measureDeployed } = await import('./remote.ts')
  return measureDeployed(context, onPlan)
}

/** Measures functions and shows what is found; exit status 1 where a figure is worse than it was. */
export async function run(context: CommandContext): Promise<number> {
  const { args, cwd, output, reporter } = context
  const earlier = earlierReport(args, cwd)
  const [save, page] = [args.text('save'), args.text('report')]
  for (const file of [save, page]) if (file !== undefined) requireWritable(context, file)
  // What cannot be compared is said before anything is spent on it.
  const onPlan = (plan: Plan) => earlier && requireSamePlan(earlier.report, plan)
  const measuring = args.has('remote') ? measureRemotely : measureLocally
  const report = await measuring(context, onPlan)
  const view = viewOf(report)
  // What was measured is kept, whatever it is compared with.
  if (save !== undefined) writeResult(context, save, `${JSON.stringify(jsonOf(view))}\n`)
  const comparison = earlier && compare(earlier.report, report, earlier.bound)
  if (view.noise?.isNoisy) reporter.warn(noiseText(view.noise))
  if (output.json) output.resultJson(jsonOf(view, comparison))
  else if (args.text('format') === 'markdown') output.result(markdownOf(view, comparison).trimEnd())
  else for (const line of textOf(view, output.columns, comparison)) output.result(line)
  if (page !== undefined) writeResult(context, page, htmlOf(view, comparison))
  const isWorse = comparison?.changes.some(({ verdict }) => verdict === 'worse') ?? false
  if (isWorse) reporter.warn(comparisonText(comparison!))
  return isWorse ? EXIT.user : EXIT.ok
}
