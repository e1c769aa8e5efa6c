import { OcheError } from '../../../core/errors.ts'

/** What `events:` names and AWS does not have here: told before anything is made. */
export function sourceMissing(what: string, remedy: string): OcheError {
  return new OcheError('EVENT_SOURCE_MISSING', what, { remedy })
}
