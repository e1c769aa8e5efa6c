import { EXIT, OcheError } from '../../core/errors.ts'

/**
 * Something on the command line itself is wrong: exit status 2.
 *
 * @param remedy by default the help of the command that was typed
 */
export function usageError(message: string, remedy?: string): OcheError {
  return new OcheError('USAGE', message, {
    ...(remedy !== undefined && { remedy }),
    exit: EXIT.usage,
  })
}

/** Where nothing better is to be said, what was typed is explained by its command's help. */
export function withHelp(thrown: unknown, command: string | undefined): unknown {
  const isBare =
    thrown instanceof OcheError && thrown.code === 'USAGE' && thrown.remedy === undefined
  if (!isBare) return thrown
  return usageError(thrown.message, helpOf(command))
}

function helpOf(command: string | undefined): string {
  return command === undefined ? 'Type: oche --help' : `Type: oche ${command} --help`
}
