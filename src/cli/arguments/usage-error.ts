import { EXIT, OcheError } from '../../core/errors.ts'

/** Something on the command line itself is wrong: exit status 2. */
export function usageError(message: string, remedy = 'Type: oche --help'): OcheError {
  return new OcheError('USAGE', message, { remedy, exit: EXIT.usage })
}
