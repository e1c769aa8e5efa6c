import type { Check } from '../../../core/check.ts'
import { which } from '../../process/which.ts'
import { parseCommand } from './parse.ts'

/** The program that a `build:` line starts first. */
export function checkCommand(line: string): Check {
  const check = `build: ${line}`
  const program = parseCommand(line, process.env)?.[0]?.file ?? 'sh'
  const found = program.includes('/') ? program : which(program)
  if (found !== undefined) return { check, ok: true, found, required: true }
  return { check, ok: false, remedy: `Install ${program}, or correct "build:"`, required: true }
}
