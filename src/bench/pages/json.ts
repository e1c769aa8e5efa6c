import type { Comparison } from '../compare/compare.ts'
import type { Finding } from '../report/findings.ts'
import type { Figure } from '../report/figures.ts'
import type { Noise } from '../report/noise.ts'
import type { FunctionReport, Report, Subject } from '../report/types.ts'
import type { View } from '../report/view.ts'

/** What `--json` prints and `--save` writes: the report, and beside everything what it comes to. */
interface ReportJson extends Omit<Report, 'functions'> {
  noise?: Noise
  functions: readonly FunctionJson[]
  /** Where there was an earlier one to compare with. */
  comparison?: Comparison
}

interface FunctionJson extends Omit<FunctionReport, 'subjects'> {
  subjects: readonly (Subject & { figures: readonly Figure[] })[]
  findings: readonly Finding[]
}

export function jsonOf({ report, noise, functions }: View, comparison?: Comparison): ReportJson {
  return {
    ...report,
    ...(noise !== undefined && { noise }),
    functions: functions.map(({ fn, subjects, findings }) => ({
      ...fn,
      subjects: subjects.map(({ subject, figures }) => ({ ...subject, figures })),
      findings,
    })),
    ...(comparison !== undefined && { comparison }),
  }
}
