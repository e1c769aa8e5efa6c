import { usageError } from '../../arguments/usage-error.ts'
import { ask } from '../../output/ask.ts'
import type { CommandContext } from '../context.ts'

/** @throws OcheError `USAGE` where nobody can be asked */
export async function agreement(
  context: Pick<CommandContext, 'args' | 'output' | 'stdin' | 'signal'>,
): Promise<'yes' | 'no' | 'left'> {
  const { args, output, stdin } = context
  if (args.has('yes')) return 'yes'
  if (!(stdin as { isTTY?: boolean }).isTTY || output.json) {
    throw usageError('nobody can be asked here', 'To delete without a question: oche destroy --yes')
  }
  const answer = await ask('Delete? [y/N] ', context)
  if (answer === undefined) return 'left'
  return /^y(es)?$/i.test(answer.trim()) ? 'yes' : 'no'
}
