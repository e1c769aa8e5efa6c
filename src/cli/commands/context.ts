import type { Readable } from 'node:stream'
import type { Project } from '../../core/project.ts'
import type { Reporter } from '../../core/reporter.ts'
import type { Takes } from '../arguments/types.ts'
import type { Arguments } from '../arguments/values.ts'
import type { Keyboard } from '../keyboard/keyboard.ts'
import type { Output } from '../output/output.ts'

/** What a command gets to work with; nothing else of the process is touched by one. */
export interface CommandContext {
  args: Arguments
  /** All that there are. */
  commands: readonly Takes[]
  output: Output
  reporter: Reporter
  stdin: Readable
  /** Undefined where nobody sits at a terminal, or its screen is for a program to read. */
  keyboard: Keyboard | undefined
  env: NodeJS.ProcessEnv
  /** Absolute path of the folder that `--cwd` names. */
  cwd: string
  /** Does as Ctrl-C does, where that is no signal: while a terminal is read raw. */
  interrupt(): void
  /** Aborted on Ctrl-C, SIGTERM and when the terminal is closed. */
  signal: AbortSignal
  /**
   * Reads the project that `cwd` belongs to, or that `--config` names.
   *
   * @param stage in place of the one of `--stage`
   * @throws OcheError
   */
  loadProject(stage?: string): Project
}
