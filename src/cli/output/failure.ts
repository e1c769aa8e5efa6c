import { EXIT, messageOf, OcheError } from '../../core/errors.ts'
import { machineFault } from '../../core/machine-fault.ts'
import type { Output } from './output.ts'

/** Shows what ended the program and answers with the exit status. */
export function showFailure(thrown: unknown, output: Output): number {
  const error = asUserError(thrown)
  if (output.json) output.resultJson({ error: errorJson(error ?? bugOf(thrown)) })
  if (error === undefined) showBug(thrown, output)
  else if (!output.json) showError(error, output)
  return error?.exit ?? EXIT.bug
}

/** Of what was interrupted there is nothing to tell, but a reader of JSON waits for a value. */
export function showInterruption(output: Output): void {
  if (!output.json) return
  const error = new OcheError('INTERRUPTED', 'it was interrupted', { remedy: 'Type it again.' })
  output.resultJson({ error: errorJson(error) })
}

/** One line, the compiler's or tool's own words below it, then what to do. */
export function showError(error: OcheError, output: Output): void {
  const { style } = output
  output.note(`${style('red', 'error:')} ${error.message}`)
  const detail = detailBeside(error)
  if (detail !== '') output.note(`\n${detail}\n`)
  if (error.remedy !== undefined) output.note(`${style('cyan', '→')} ${error.remedy}`)
  if (output.verbose && error.cause !== undefined) {
    output.note(style('dim', `cause: ${messageOf(error.cause)}`))
  }
}

/** The tool's own words without the lines that the message has said already. */
function detailBeside({ message, detail = '' }: OcheError): string {
  const lines = detail.split('\n').filter((line) => !isSaid(line, message))
  return lines.join('\n').replace(/^\n+|\s+$/g, '')
}

/** `error: …` and `at file:1:2` of Bun, `✘ [ERROR] …` and `file:1:2:` of esbuild. */
function isSaid(line: string, message: string): boolean {
  const said = line
    .trim()
    .replace(/^(✘ \[ERROR\] |error: |at )/, '')
    .replace(/:$/, '')
  return said.length >= 8 && message.includes(said)
}

export function errorJson(error: OcheError): Record<string, string> {
  return {
    code: error.code,
    message: error.message,
    ...(error.detail !== undefined && { detail: error.detail }),
    ...(error.remedy !== undefined && { remedy: error.remedy }),
    ...(error.cause !== undefined && { cause: messageOf(error.cause) }),
  }
}

function asUserError(thrown: unknown): OcheError | undefined {
  return thrown instanceof OcheError ? thrown : machineFault(thrown)
}

export const REPORT =
  'This is a bug of Oche’s. Please report it with the lines above: npm bugs oche'

function bugOf(thrown: unknown): OcheError {
  return new OcheError('BUG', messageOf(thrown), { cause: thrown, remedy: REPORT })
}

function showBug(thrown: unknown, output: Output): void {
  output.note(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
  output.note(REPORT)
}
