import type { Flag, Positional } from '../arguments/types.ts'
import type { CommandContext } from './context.ts'

/** One command: what it takes, and where its code is, loaded only when it is asked for. */
export interface Command {
  name: string
  /** One line of help. */
  summary: string
  positionals: readonly Positional[]
  flags: readonly Flag[]
  examples: readonly Example[]
  /** What to type where a positional belongs elsewhere; undefined where it does not. */
  misplaced?(positional: string): string | undefined
  load(): Promise<CommandModule>
}

/** A command line as it may be typed. */
interface Example {
  line: string
  /** What it does, where the line does not say so by itself. */
  summary?: string
}

/** What a command's `index.ts` exports. */
interface CommandModule {
  /** Answers with the exit status. @throws OcheError */
  run(context: CommandContext): Promise<number>
}

/** Functions of the project; none stands for all. */
export const someFunctions: Positional = { name: 'function', many: true }
