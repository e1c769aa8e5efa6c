import { isUndisturbed, mark, type Marked } from '../../converge/marked.ts'
import type { Context } from '../../converge/resource.ts'
import { CHANGING } from '../../model/digest.ts'
import type { GatewayFacts } from '../../model/facts.ts'
import type { Ground } from '../../model/place.ts'

/**
 * An API's description, which is the record of what is inside it: it is read and written with the
 * API itself, where tags are a resource of their own.
 *
 * @param inside digest of everything inside, or that it changes
 */
export function descriptionOf(inside: string): string {
  return `made by oche (inside: ${inside})`
}

/** Whether nothing is said of what is inside. */
export function isChanging(description: string): boolean {
  return description.startsWith(descriptionOf(CHANGING).slice(0, -1))
}

/** Of an API that this run makes, or is about to change. */
export function markedDescription({ facts }: Pick<Context<Ground>, 'facts'>): string {
  return descriptionOf(facts.mark!)
}

/**
 * Writes what a description should be: that the inside changes, and by whom, or what it is, where no other
 * run was there meanwhile.
 */
export async function describe(
  context: Context<Ground>,
  { description: seen }: GatewayFacts,
  description: string,
  api: Pick<Marked, 'reading' | 'read' | 'write'>,
): Promise<void> {
  const marked = { ...api, own: markedDescription(context), seen }
  if (isChanging(description)) return mark(marked)
  const isOurs = await isUndisturbed(marked, context.aws)
  await api.write(isOurs ? description : descriptionOf(CHANGING))
}
