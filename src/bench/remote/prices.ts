import { z } from 'zod'
import { messageOf, OcheError } from '../../core/errors.ts'

/** What Lambda costs, without the free tier, in the currency that it is in. */
export interface Prices {
  /** When they were looked up, as in ISO 8601. */
  asOf: string
  /** What they are of. */
  of: string
  currency: string
  /** Of a million requests. */
  requests: number
  /** Of a gigabyte for a second, by architecture. */
  gigabyteSecond: { arm64: number; x86_64: number }
}

/** Those of most regions, the first tier: https://aws.amazon.com/lambda/pricing/ */
export const listPrices: Prices = {
  asOf: '2026-05-11',
  of: 'us-east-1, first tier',
  currency: 'USD',
  requests: 0.2,
  gigabyteSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
}

const amount = z.number().nonnegative()
const form = z.strictObject({
  asOf: z.string(),
  of: z.string(),
  // Figures are told in dollars.
  currency: z.literal('USD', 'only USD is known'),
  requests: amount,
  gigabyteSecond: z.strictObject({ arm64: amount, x86_64: amount }),
})

/** @throws OcheError `BENCH_PRICES_INVALID` */
export function parsePrices(text: string, file: string): Prices {
  try {
    return form.parse(JSON.parse(text))
  } catch (cause) {
    const reason =
      cause instanceof z.ZodError
        ? `${cause.issues[0]!.path.join('.') || 'it'}: ${cause.issues[0]!.message}`
        : messageOf(cause)
    throw new OcheError('BENCH_PRICES_INVALID', `${file} is no table of prices: ${reason}`, {
      remedy: `It has to look like this: ${JSON.stringify(listPrices)}`,
      cause,
    })
  }
}

/** What a million invocations cost. */
export function costOfMillion(
  prices: Prices,
  { arch, memory }: { arch: 'arm64' | 'x86_64'; memory: number },
  billedMs: number,
): number {
  const gigabyteSeconds = ((memory / 1024) * billedMs * 1e6) / 1000
  return prices.requests + gigabyteSeconds * prices.gigabyteSecond[arch]
}
