import { EXIT } from '../../../core/errors.ts'
import { nearest } from '../../../core/nearest.ts'
import { usageError } from '../../arguments/usage-error.ts'
import type { CommandContext } from '../context.ts'
import { candidates, type Candidate } from './candidates.ts'
import { knownOf } from './known.ts'
import { scripts } from './scripts.ts'

/** What the scripts below ask with. */
const WORDS = 'words'

/** Prints what a shell is to source; or, for that, what may follow on a command line. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output } = context
  const [shell = '', ...words] = args.positionals
  if (shell === WORDS) {
    for (const { value, summary } of await found(words, context)) {
      output.result(`${value}\t${summary}`)
    }
    return EXIT.ok
  }
  const script = Object.hasOwn(scripts, shell) ? scripts[shell as keyof typeof scripts] : undefined
  if (script === undefined) throw unknownShell(shell)
  if (output.json) output.resultJson({ shell, script })
  else output.result(script.trimEnd())
  return EXIT.ok
}

/** PowerShell cannot hand over an empty word; it stands in quotes. */
async function found(
  words: readonly string[],
  context: CommandContext,
): Promise<readonly Candidate[]> {
  const typed = words.map((word) => (word === '""' ? '' : word))
  try {
    return await candidates(typed, context.commands, knownOf(context, typed))
  } catch {
    // Whoever presses the tab key wants no errors.
    return []
  }
}

function unknownShell(shell: string): Error {
  const known = Object.keys(scripts)
  const meant = nearest(shell, known)
  return usageError(
    `completion takes ${known.join(', ')}, not "${shell}"`,
    meant ? `Did you mean "oche completion ${meant}"?` : undefined,
  )
}
