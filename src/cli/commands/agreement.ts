import { usageError } from '../arguments/usage-error.ts'
import { ask } from '../output/ask.ts'
import type { CommandContext } from './context.ts'

/**
 * Whether somebody agrees; `--yes` does without being asked.
 *
 * @param question what is asked, as in `Delete?`
 * @param remedy what to type where nobody can be asked
 * @throws OcheError `USAGE` where nobody can be asked
 */
export async function agreement(
  question: string,
  remedy: string,
  context: Pick<CommandContext, 'args' | 'output' | 'stdin' | 'signal'>,
): Promise<'yes' | 'no' | 'left'> {
  const { args, output, stdin } = context
  if (args.has('yes')) return 'yes'
  if (!(stdin as { isTTY?: boolean }).isTTY || output.json) {
    throw usageError('nobody can be asked here', remedy)
  }
  const answer = await ask(`${question} [y/N] `, context)
  if (answer === undefined) return 'left'
  return /^y(es)?$/i.test(answer.trim()) ? 'yes' : 'no'
}
