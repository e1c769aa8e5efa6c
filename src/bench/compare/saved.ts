import { z } from 'zod'
import { messageOf, OcheError } from '../../core/errors.ts'
import type { Report } from '../report/types.ts'

const rounds = z.array(z.array(z.number()))
const sizes = z.object({ executable: z.number(), zip: z.number(), unzipped: z.number() }).partial()
const told = { reason: z.string(), remedy: z.string() }

/** What a report that was saved has to have; what else is in it was made of this. */
const saved = z.object({
  format: z.literal(1),
  run: z.string(),
  at: z.string(),
  oche: z.string(),
  seed: z.number(),
  machine: z.object({
    processor: z.string(),
    cores: z.number(),
    memoryBytes: z.number(),
    platform: z.string(),
    architecture: z.string(),
    kernel: z.string(),
    node: z.string(),
  }),
  lambda: z.object({ region: z.string(), prices: z.string() }).optional(),
  conditions: z.object({ rounds: z.number(), invocations: z.number() }),
  work: z.array(z.number()),
  functions: z.array(
    z.object({
      name: z.string(),
      event: z.object({ name: z.string(), bytes: z.number(), sha256: z.string() }),
      memorySize: z.number(),
      subjects: z.array(
        z.object({
          name: z.string(),
          sha256: z.string(),
          madeWith: z.string().optional(),
          samples: z.record(z.string(), rounds),
          setting: z.object({ memory: z.number(), arch: z.enum(['arm64', 'x86_64']) }).optional(),
          sizes,
          missing: z.array(z.object({ what: z.string(), ...told })),
        }),
      ),
      absent: z.array(z.object({ function: z.string(), name: z.string(), ...told })),
    }),
  ),
})

/**
 * A report as `--save` has written it.
 *
 * @param file as it is named in messages
 * @throws OcheError `BENCH_REPORT_UNREADABLE`
 */
export function parseReport(text: string, file: string): Report {
  try {
    return saved.parse(JSON.parse(text)) as Report
  } catch (cause) {
    const reason =
      cause instanceof z.ZodError
        ? `${cause.issues[0]!.path.join('.') || 'it'}: ${cause.issues[0]!.message}`
        : messageOf(cause)
    throw new OcheError(
      'BENCH_REPORT_UNREADABLE',
      `${file} is no report of oche bench: ${reason}`,
      {
        remedy: 'Write one: oche bench --save <file>',
        cause,
      },
    )
  }
}
