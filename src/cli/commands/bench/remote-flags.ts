import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { listPrices, parsePrices, type Prices } from '../../../bench/index.ts'
import { ARCHITECTURES, type Architecture } from '../../../core/config/kinds.ts'
import { messageOf, OcheError } from '../../../core/errors.ts'
import { usageError } from '../../arguments/usage-error.ts'
import type { Arguments } from '../../arguments/values.ts'
import type { CommandContext } from '../context.ts'

/** @throws OcheError `USAGE` */
export function refuseLocalFlags(args: Arguments): void {
  const local = ['engine', 'artifact'].find((name) => args.has(name))
  if (local === undefined) return
  throw usageError(
    `--${local} is measured on this machine, --remote what is deployed`,
    'Leave out one of them.',
  )
}

/** @throws OcheError `BENCH_PRICES_INVALID` */
export function pricesOf({ args, cwd }: CommandContext): Prices {
  const file = args.text('prices')
  if (file === undefined) return listPrices
  let text: string
  try {
    text = readFileSync(resolve(cwd, file), 'utf8')
  } catch (cause) {
    throw new OcheError('BENCH_PRICES_INVALID', `${file} cannot be read: ${messageOf(cause)}`, {
      remedy: `It has to look like this: ${JSON.stringify(listPrices)}`,
      cause,
    })
  }
  return parsePrices(text, file)
}

/** @throws OcheError `USAGE` */
export function memoriesIn(given: string | undefined): number[] | undefined {
  if (given === undefined) return undefined
  const { least, most } = MEMORY
  const sizes = given.split(',').map((text) => {
    const value = Number(text)
    if (/^\s*\d+\s*$/.test(text) && value >= least && value <= most) return value
    throw usageError(`--memory takes MB from ${least} to ${most}, as in 128,256; not "${text}"`)
  })
  return [...new Set(sizes)]
}

/** Of Lambda's, in MB. */
const MEMORY = { least: 128, most: 10_240 }

/** @throws OcheError `USAGE` */
export function archsIn(given: string | undefined): Architecture[] | undefined {
  const archs = given?.split(',').map((text) => {
    const found = ARCHITECTURES.find((arch) => arch === text.trim())
    if (found !== undefined) return found
    throw usageError(`--arch takes ${ARCHITECTURES.join(',')} or one of them, not "${text}"`)
  })
  return archs && [...new Set(archs)]
}
