import { randomUUID } from 'node:crypto'
import { reportIn, type ReportLine } from '../../contract/report-line.ts'
import type { Architecture } from '../../core/config/schema.ts'
import { EXIT, OcheError } from '../../core/errors.ts'
import { Samples } from '../measure/samples.ts'
import { thisMachine } from '../report/machine.ts'
import type { MeasuredEvent, Report, Subject } from '../report/types.ts'
import { mean } from '../statistics/quantile.ts'
import { seeded, shuffled } from '../statistics/random.ts'
import { costOfMillion, type Prices } from './prices.ts'

/** A setting of the function's that is tried. */
export interface Setting {
  memory: number
  arch: Architecture
  /** Makes the next invocation a cold one, with this setting. */
  prepare(): Promise<void>
  invoke(): Promise<{ payload: Uint8Array; functionError: string | undefined; logTail: string }>
}

export interface RemoteOptions {
  functionName: string
  /** MB that is deployed. */
  memorySize: number
  /** Of the deployed code. */
  codeSha256: string
  region: string
  event: MeasuredEvent
  settings: readonly Setting[]
  prices: Prices
  /** Cold starts of each setting. */
  rounds: number
  /** Warm ones after each. */
  invocations: number
  seed: number
  /** Version of Oche. */
  version: string
  signal?: AbortSignal | undefined
  onRound?: ((round: number) => void) | undefined
}

const MEGABYTE = 1024 * 1024

/**
 * Measures settings of a function on Lambda, from the REPORT lines: every one has a turn in each round, a
 * cold start and warm invocations.
 *
 * @throws OcheError `BENCH_FUNCTION_FAILED`, `BENCH_NO_REPORT`
 */
export async function measureRemotely(options: RemoteOptions): Promise<Report> {
  const { settings, rounds, invocations, seed, signal, onRound } = options
  const chance = seeded(seed)
  const at = new Date().toISOString()
  const names = settingNames(settings)
  const all = settings.map((setting, index) => ({
    setting,
    name: names[index]!,
    samples: new Samples(),
  }))
  for (let round = 1; round <= rounds; round++) {
    onRound?.(round)
    for (const { setting, samples } of shuffled(all, chance)) {
      signal?.throwIfAborted()
      await takeTurn(setting, samples, options)
    }
  }
  const { functionName, memorySize, region, prices, event } = options
  const subjects = all.map(({ setting: { memory, arch }, name, samples }): Subject => ({
    name,
    sha256: options.codeSha256,
    setting: { memory, arch },
    samples: samples.all,
    sizes: {},
    missing: [],
  }))
  return {
    format: 1,
    run: randomUUID(),
    at,
    oche: options.version,
    seed,
    machine: thisMachine(),
    lambda: { region, prices: `${prices.currency}, ${prices.of}, ${prices.asOf}` },
    conditions: { rounds, invocations },
    work: [],
    functions: [{ name: functionName, event, memorySize, subjects, absent: [] }],
  }
}

async function takeTurn(
  setting: Setting,
  samples: Samples,
  { functionName, invocations, prices }: RemoteOptions,
): Promise<void> {
  await setting.prepare()
  const first = await invoke(setting, functionName)
  // Only a cold one has an initialisation; a second process may have been there already.
  if (first.initDurationMs !== undefined) {
    samples.add('init', [first.initDurationMs])
    samples.add('firstDuration', [first.durationMs])
  }
  const warm: ReportLine[] = []
  for (let count = 0; count < invocations; count++) warm.push(await invoke(setting, functionName))
  const counted = warm.filter(({ initDurationMs }) => initDurationMs === undefined)
  samples.add(
    'warm',
    counted.map(({ durationMs }) => durationMs),
  )
  const billed = counted.map(({ billedDurationMs }) => billedDurationMs)
  samples.add('billed', billed)
  if (billed.length > 0) samples.add('cost', [costOfMillion(prices, setting, mean(billed))])
  const used = [first, ...warm].flatMap(({ maxMemoryUsedMb }) => maxMemoryUsedMb ?? [])
  if (used.length > 0) samples.add('memoryUsed', [Math.max(...used) * MEGABYTE])
}

async function invoke(setting: Setting, functionName: string): Promise<ReportLine> {
  const { payload, functionError, logTail } = await setting.invoke()
  if (functionError !== undefined) {
    const text = Buffer.from(payload).toString().slice(0, 300)
    throw new OcheError(
      'BENCH_FUNCTION_FAILED',
      `${functionName} answers this event with an error: ${text}`,
      { remedy: `See what it is: oche invoke ${functionName} --remote, or give another event.` },
    )
  }
  const report = reportIn(logTail)
  if (report !== undefined) return report
  throw new OcheError('BENCH_NO_REPORT', 'Lambda has answered without a REPORT line', {
    remedy: 'Does the function write over 4 KB to its log in one invocation? Let it write less.',
    exit: EXIT.aws,
  })
}

/** What settings are called in reports: `256 MB`, and with its architecture where there are several. */
export function settingNames(settings: readonly Pick<Setting, 'memory' | 'arch'>[]): string[] {
  const several = new Set(settings.map(({ arch }) => arch)).size > 1
  return settings.map(({ memory, arch }) => `${several ? `${arch} ` : ''}${memory} MB`)
}
