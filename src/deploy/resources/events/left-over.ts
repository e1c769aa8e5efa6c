import { OcheError } from '../../../core/errors.ts'
import type { Reading } from '../../converge/resource.ts'

/**
 * Reads what may outlive the function that it starts: also where that is gone, and with it the record
 * of what there is. Whoever may not look then, and wants none of it, has none.
 *
 * @param none what is found where nothing is looked for
 */
export async function readLeftOver<T>(
  { function: fn, mayExist }: Reading<unknown>,
  isWanted: boolean,
  none: T,
  read: () => Promise<T>,
): Promise<T> {
  if (!isWanted && !mayExist && fn !== undefined) return none
  try {
    return await read()
  } catch (thrown) {
    const isDenied = thrown instanceof OcheError && thrown.code === 'ACCESS_DENIED'
    if (isDenied && !isWanted && fn === undefined) return none
    throw thrown
  }
}
