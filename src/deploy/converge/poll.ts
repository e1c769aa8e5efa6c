import { EXIT, OcheError } from '../../core/errors.ts'
import type { Aws } from '../aws/aws.ts'

export interface PollOptions {
  /** What is waited for, as in "waiting for …". */
  for: string
  seconds: number
  /** Milliseconds between two looks; the first ones come sooner. */
  interval: number
}

/** Looks until there is an answer. */
export async function poll<T>(
  { clock, signal }: Pick<Aws, 'clock' | 'signal'>,
  options: PollOptions,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const started = clock.now()
  for (let attempt = 1; ; attempt++) {
    const found = await look()
    if (found !== undefined) return found
    if (clock.now() - started >= options.seconds * 1000) {
      throw new OcheError('AWS_WAITED_TOO_LONG', `waited in vain for ${options.for}`, {
        remedy: 'Run the command again: it goes on from there.',
        exit: EXIT.aws,
      })
    }
    await clock.sleep(Math.min(options.interval, 200 * 2 ** (attempt - 1)), signal)
  }
}
