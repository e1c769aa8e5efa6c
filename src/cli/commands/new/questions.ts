import { isCancel, select, text } from '@clack/prompts'
import type { CommandContext } from '../context.ts'
import type { Questions } from './answers.ts'

/** A person at a terminal; undefined where there is none, or nobody wants to be asked. */
export function questionsFor({
  args,
  stdin,
  output,
  signal,
}: CommandContext): Questions | undefined {
  const isTerminal = (stdin as { isTTY?: boolean }).isTTY === true && output.canRedraw
  if (!isTerminal || args.has('yes') || output.quiet) return undefined
  const common = { input: stdin, output: output.noteStream, signal }
  return {
    async text(message, initial, problem) {
      const validate = (value: string | undefined) => problem(value || initial)
      const typed = await text({
        ...common,
        message,
        placeholder: initial,
        defaultValue: initial,
        validate,
      })
      return isCancel(typed) ? undefined : typed
    },
    async choice(message, choices) {
      const options = choices.map((choice) => ({ ...choice }))
      const chosen = await select({ ...common, message, options })
      return isCancel(chosen) ? undefined : chosen
    },
  }
}
