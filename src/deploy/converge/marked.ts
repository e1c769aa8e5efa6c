import type { Aws } from '../aws/aws.ts'
import type { Operation } from '../aws/operations.ts'
import { notThere } from './not-there.ts'
import { holdsMark } from './vouch.ts'

/**
 * A text of a thing in AWS that vouches for what need not be read. Two runs at once both write it, and
 * neither has seen all that the other made: so it says `changing`, and by whom, before anything changes,
 * and vouches at the end only where the run finds its own word.
 */
export interface Marked {
  /** By which it is read. */
  reading: Operation
  /** What this run writes before it changes something. */
  own: string
  /** What was read when the plan was made. */
  seen: string | undefined
  read(): Promise<string | undefined>
  write(value: string): Promise<void>
}

/** So often it is looked at, where a part of AWS may not have heard of a write yet. */
const LOOKS = 6

/**
 * Before anything changes. @throws OutOfDate where another run has written since it was read, or may have:
 * whose mark was read may have been at work, or have been killed long ago
 */
export async function mark({ reading, own, seen, read, write }: Marked): Promise<void> {
  const now = await read()
  if (now === own) return
  if (now !== seen) throw notThere(reading, 'what vouched when it was read')
  await write(own)
  // What the other has made since then is not in the plan. What it makes from now on, it vouches for no more.
  if (holdsMark(seen)) throw notThere(reading, 'what nobody else was changing')
}

/** At the end: whether no other run was there meanwhile. */
export async function isUndisturbed({ own, read }: Marked, aws: Aws): Promise<boolean> {
  for (let look = 1; look <= LOOKS; look++) {
    if ((await read()) === own) return true
    await aws.clock.sleep(200 * look, aws.signal)
  }
  return false
}
