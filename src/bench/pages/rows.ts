import type { Figure } from '../report/figures.ts'
import { measures, type Measure } from '../report/measures.ts'
import type { SubjectView } from '../report/view.ts'

/** A measure, and the figure of each subject. */
export type TableRow = Pick<Measure, 'title' | 'unit'> & {
  figures: readonly (Figure | undefined)[]
}

/** The rows of a table: what was measured of none has none. */
export function tableRows(subjects: readonly SubjectView[]): TableRow[] {
  return measures
    .map(({ id, title, unit }) => ({
      title,
      unit,
      figures: subjects.map(({ figures }) => figures.find(({ measure }) => measure === id)),
    }))
    .filter(({ figures }) => figures.some((figure) => figure !== undefined))
}
