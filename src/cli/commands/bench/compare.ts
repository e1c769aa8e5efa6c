import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseReport, type Report } from '../../../bench/index.ts'
import { messageOf, OcheError } from '../../../core/errors.ts'
import { usageError } from '../../arguments/usage-error.ts'
import type { Arguments } from '../../arguments/values.ts'

/** What is to be compared with, read before anything is measured. */
export interface Earlier {
  report: Report
  /** As a share. */
  bound: number
}

const BOUND = 0.1

/**
 * @throws OcheError `USAGE`, `BENCH_REPORT_UNREADABLE`
 */
export function earlierReport(args: Arguments, cwd: string): Earlier | undefined {
  const file = args.text('compare')
  if (file === undefined) return undefined
  return { report: parseReport(read(cwd, file), file), bound: boundIn(args.text('max-regression')) }
}

function boundIn(given: string | undefined): number {
  if (given === undefined) return BOUND
  const percent = /^(\d+(?:\.\d+)?)\s*%?$/.exec(given)?.[1]
  if (percent !== undefined && Number(percent) <= 1000) return Number(percent) / 100
  throw usageError(`--max-regression takes a percentage such as 10%, not "${given}"`)
}

function read(cwd: string, file: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8')
  } catch (cause) {
    throw new OcheError('BENCH_REPORT_UNREADABLE', `${file} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Write one: oche bench --save <file>',
      cause,
    })
  }
}
