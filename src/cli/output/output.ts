import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

/** Results go to standard output, everything else to standard error. */
export interface Output {
  /** Whether `--json` was given: results are JSON then. */
  readonly json: boolean
  /** May change while it runs. */
  verbose: boolean
  readonly quiet: boolean
  readonly style: Style
  /** How wide the terminal is; 80 where there is none. */
  readonly columns: number
  /** Whether standard error is a terminal on which a line can be written anew. */
  readonly canRedraw: boolean
  /** A line of a result. */
  result(line: string): void
  /** Bytes of a result as they are. */
  resultBytes(bytes: Uint8Array): void
  /** One JSON value, on a line of its own. */
  resultJson(value: unknown): void
  /** A line beside the result. */
  note(line: string): void
  /** Bytes beside the result as they are. */
  readonly noteStream: Writable
}

type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold'
export type Style = (colour: Colour, text: string) => string

export interface OutputOptions {
  stdout: Writable
  stderr: Writable
  json: boolean
  verbose: boolean
  quiet: boolean
  colour: boolean
  columns: number
  canRedraw: boolean
}

export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, json, verbose, quiet, colour, columns, canRedraw } = options
  return {
    json,
    verbose,
    quiet,
    columns,
    canRedraw,
    style: (name, text) => (colour ? styleText(name, text, { validateStream: false }) : text),
    result: (line) => void stdout.write(`${line}\n`),
    resultBytes: (bytes) => void stdout.write(bytes),
    resultJson: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    noteStream: stderr,
  }
}

/** `COLUMNS` of the shell counts where a result goes to no terminal, as for other programs. */
export function columnsOf(stdout: { columns?: number }, env: NodeJS.ProcessEnv): number {
  const columns = stdout.columns ?? Number(env['COLUMNS'])
  return columns >= 20 ? columns : 80
}

/** Flags win over variables, variables over what the terminal can do (no-color.org). */
export function wantsColour(
  flags: { colour: boolean; noColour: boolean },
  env: NodeJS.ProcessEnv,
  isTerminal: boolean,
): boolean {
  if (flags.noColour) return false
  if (flags.colour) return true
  if (env['NO_COLOR']) return false
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return true
  return isTerminal && env['TERM'] !== 'dumb'
}
