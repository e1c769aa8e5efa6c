import type { Reporter } from '../../../core/reporter.ts'
import type { Engine, SourceRequest } from '../../types.ts'

/** A TypeScript source that is looked at before it is compiled. */
export interface Inspection {
  engine: Engine
  request: SourceRequest
  /** As in oche.yaml: which export is the handler. */
  handler: string | undefined
  reporter: Reporter
}
