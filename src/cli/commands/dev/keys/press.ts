import { clearScreenDown, cursorTo } from 'node:readline'
import type { Restarted } from '../../../../local/index.ts'
import type { Output } from '../../../output/output.ts'
import type { Program } from '../program.ts'
import { actionOf, keyLines, type KeyAction } from './table.ts'

export interface Pressing {
  output: Output
  say(text: string): void
  program: Pick<Program, 'restart'>
  /** Opens the page; undefined where there is none. */
  openConsole: (() => void) | undefined
  quit(): void
}

/** Does what a key stands for; any other does nothing. */
export function press(key: string, { output, say, program, openConsole, quit }: Pressing): void {
  const deeds: Record<KeyAction, () => void> = {
    console: openConsole ?? (() => say('There is no console: --no-console was given.')),
    restart: () => program.restart(),
    clear: () => {
      cursorTo(output.noteStream, 0, 0)
      clearScreenDown(output.noteStream)
    },
    verbose: () => {
      output.verbose = !output.verbose
      say(output.verbose ? 'Verbose is on.' : 'Verbose is off.')
    },
    quit,
    help: () => say(keyLines(output.style).join('\n')),
  }
  const action = actionOf(key)
  if (action !== undefined) deeds[action]()
}

/** What a restart has done. */
export function restartedText({ ended, finishing }: Restarted): string {
  const cold = 'the next request is cold'
  if (ended + finishing === 0) return `Nothing has run yet: ${cold}.`
  const now = ended > 0 ? [`${processes(ended)} ended`] : []
  const later = finishing > 0 ? [`${processes(finishing)} to end after the answer`] : []
  return `Restarted: ${[...now, ...later].join(', ')}; ${cold}.`
}

function processes(count: number): string {
  return count === 1 ? '1 process' : `${count} processes`
}
