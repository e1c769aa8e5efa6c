import { figuresOf, type Figure } from './figures.ts'
import { judge, type Judgement } from './findings.ts'
import { noiseOf, type Noise } from './noise.ts'
import type { FunctionReport, Report, Subject } from './types.ts'

/** A report with all that is told of it: what every page and `--json` show. */
export interface View {
  report: Report
  /** Missing where the machine was Lambda. */
  noise?: Noise
  functions: readonly FunctionView[]
}

export interface FunctionView extends Judgement {
  fn: FunctionReport
  subjects: readonly SubjectView[]
}

export interface SubjectView {
  subject: Subject
  figures: readonly Figure[]
}

export function viewOf(report: Report): View {
  const { seed, work, functions } = report
  return {
    report,
    ...(work.length > 0 && { noise: noiseOf(work) }),
    functions: functions.map((fn) => ({
      fn,
      subjects: fn.subjects.map((subject) => ({ subject, figures: figuresOf(subject, seed) })),
      ...judge(fn, seed),
    })),
  }
}
