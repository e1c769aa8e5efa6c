import type { LocalExecutable, LocalFunction } from '../../local/index.ts'
import type { SizeId, Subject } from '../report/types.ts'

/** What is to be measured. */
export interface Candidate {
  /** The function's name, which several share that are compared with each other. */
  function: string
  /** Its own among those of its function, e.g. `quickjs`. */
  name: string
  /** What it was compiled with, e.g. `Bun 1.3.4`. */
  madeWith: string | undefined
  local: LocalFunction
  code: LocalExecutable
  event: Uint8Array
  sizes: Readonly<Partial<Record<SizeId, number>>>
  /** Why something cannot be measured of it, known beforehand. */
  missing: Subject['missing']
}
