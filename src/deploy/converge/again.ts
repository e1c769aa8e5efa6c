import { OutOfDate, type Aws } from '../aws/aws.ts'
import { awsError } from '../aws/aws-error.ts'
import { backoff } from '../aws/retry-policy.ts'

/** How often the account is read anew before a command gives up. */
export const MAX_ROUNDS = 10

/**
 * Tries; where the account turns out to be other than it was read, waits a little and tries again.
 *
 * @param attempt gets what the attempt before has thrown
 * @throws OcheError with AWS's own reason after `MAX_ROUNDS`
 */
export async function untilUpToDate<T>(
  aws: Aws,
  attempt: (before: OutOfDate | undefined) => Promise<T>,
): Promise<T> {
  let before: OutOfDate | undefined
  for (let round = 1; ; round++) {
    try {
      return await attempt(before)
    } catch (thrown) {
      if (!(thrown instanceof OutOfDate)) throw thrown
      if (round >= MAX_ROUNDS) throw awsError(thrown.operation, thrown.failure)
      before = thrown
      await aws.clock.sleep(backoff(round + 1, aws.clock.random()), aws.signal)
    }
  }
}
