import { firstRequest } from '../invoke/first-request.ts'
import type { FunctionConfig, Project } from '../../../core/project.ts'
import type { CommandContext } from '../context.ts'
import { readEvent } from '../invoke/event.ts'
import { isJsonText } from '../invoke/json-text.ts'

/** What a function is measured with. */
export interface FunctionEvent {
  /** What it is called in reports. */
  name: string
  bytes: Uint8Array
}

/**
 * Each function's event, by the function's name, as `oche invoke` takes it.
 *
 * @throws OcheError as `readEvent`
 */
export async function readEvents(
  functions: readonly FunctionConfig[],
  { root }: Project,
  { args, cwd, stdin }: CommandContext,
): Promise<ReadonlyMap<string, FunctionEvent>> {
  const given = args.text('event')
  const events = new Map<string, FunctionEvent>()
  for (const fn of functions) {
    const [before] = events.values()
    // Standard input is read once.
    const bytes =
      given === '-' && before !== undefined
        ? before.bytes
        : await readEvent(given, fn, { cwd, stdin, root })
    events.set(fn.name, { name: nameOf(given, fn), bytes })
  }
  return events
}

function nameOf(given: string | undefined, fn: FunctionConfig): string {
  if (given === undefined) return firstRequest(fn)?.name ?? '{}'
  if (given === '-') return 'of standard input'
  return isJsonText(given) ? 'of the command line' : given
}
