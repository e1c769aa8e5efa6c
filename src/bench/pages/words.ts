import { adviceOf } from '../remote/advice.ts'
import type { Noise } from '../report/noise.ts'
import type { FunctionReport, Machine, Missing, Report } from '../report/types.ts'
import { measures } from '../report/measures.ts'
import type { FunctionView } from '../report/view.ts'
import { RESAMPLES } from '../statistics/bootstrap.ts'
import { figureText, share } from '../report/units.ts'

/** What the machine was like, in a sentence. */
export function noiseText({ median, spread, drift, isNoisy }: Noise): string {
  const found =
    `the same piece of work took ${figureText(median, 'ms')}, half of the times within ` +
    `${share(spread)}, the second half of the run ${driftText(drift)}`
  return isNoisy
    ? `This machine was too noisy for small differences: ${found}. End what else runs, and measure again.`
    : `The machine was quiet: ${found}.`
}

function driftText(drift: number): string {
  if (Math.abs(drift) < 0.0005) return 'as fast as the first'
  return `${share(Math.abs(drift))} ${drift > 0 ? 'slower' : 'faster'}`
}

export function whereText({ lambda, machine }: Report): string {
  if (lambda === undefined) return machineText(machine)
  return `AWS Lambda, ${lambda.region}; prices: ${lambda.prices}`
}

function machineText({
  processor,
  cores,
  memoryBytes,
  platform,
  architecture,
  kernel,
}: Machine): string {
  const count = cores === 1 ? '1 core' : `${cores} cores`
  return `${processor}, ${count}, ${figureText(memoryBytes, 'bytes')}; ${platform} ${kernel}, ${architecture}`
}

export function eventText({ name, bytes }: FunctionReport['event']): string {
  return `event ${name} (${figureText(bytes, 'bytes')})`
}

/** What the subjects were compiled with, where it is known: `Compiled with Bun 1.3.4 (bun).` */
function compilersTexts({ subjects }: FunctionReport): string[] {
  const known = subjects.flatMap(({ name, madeWith }) =>
    madeWith === undefined ? [] : `${madeWith} (${name})`,
  )
  return known.length === 0 ? [] : [`Compiled with ${known.join('; ')}.`]
}

/** What has to be known beside the figures of a function. */
export function notesOf({ fn, roundsNeeded }: FunctionView): string[] {
  const few =
    'Differences in time and memory are not judged: so few rounds tell none from chance. ' +
    `Measure with --rounds ${roundsNeeded} or more.`
  return [...(roundsNeeded === undefined ? [] : [few]), ...compilersTexts(fn), ...missingTexts(fn)]
}

export function conditionsText({ conditions: { rounds, invocations } }: Report): string {
  return `${rounds} rounds in an order by chance, up to ${invocations} warm invocations in each`
}

/** Why subjects and figures are missing, each reason once. */
function missingTexts({ subjects, absent }: FunctionReport): string[] {
  const reasons = new Map<string, { names: Set<string>; whats: Set<string>; missing: Missing }>()
  for (const { name, missing } of subjects) {
    for (const one of missing) {
      const found = reasons.get(one.reason) ?? { names: new Set(), whats: new Set(), missing: one }
      found.names.add(name)
      found.whats.add(titleOf(one.what))
      reasons.set(one.reason, found)
    }
  }
  const whole = absent.map(
    ({ name, reason, remedy }) => `Not measured: ${name}. ${sentence(reason)} ${remedy}`,
  )
  const parts = [...reasons.values()].map(({ names, whats, missing: { reason, remedy } }) => {
    const whose = names.size === subjects.length ? '' : ` of ${[...names].join(', ')}`
    return `Not measured${whose}: ${[...whats].join('; ')}. ${sentence(reason)} ${remedy}`
  })
  return [...whole, ...parts]
}

/** Of the first measure that is made of it. */
function titleOf(what: Missing['what']): string {
  return measures.find((one) => ('size' in one ? one.size : one.sample) === what)!.title
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`
}

/** What the figures are, for whoever has not read the documentation. */
export function explanation({ conditions: { rounds }, lambda }: Report): string[] {
  return [
    lambda === undefined ? LOCAL : REMOTE,
    `Every subject had its turn in each of the ${rounds} rounds, so a slow minute hit all of them. ` +
      `Intervals hold the true figure with 95 % confidence: they come from ${RESAMPLES} draws of whole rounds.`,
  ]
}

const LOCAL =
  'A start lasts from the start of the process until it has answered its first event and asked for the ' +
  'next; a warm invocation from the moment the process gets its event until it asks for the next. ' +
  'Memory is that of the process and all it started.'

const REMOTE =
  'Everything is from the REPORT lines of a copy of the function that was there for this alone. A million ' +
  'invocations cost what warm ones were billed; cold starts, which are billed as well, come on top.'

/** What to choose, and the lines for oche.yaml. */
export function adviceLines({ subjects }: FunctionReport): string[] {
  const advice = adviceOf(subjects)
  if (advice === undefined) return []
  const { cheapest, fastest, balanced } = advice
  const { memory, arch } = subjects.find(({ name }) => name === balanced)!.setting!
  return [
    `Cheapest: ${cheapest}. Fastest: ${fastest}. Balanced, with the least of cost × time: ${balanced}.`,
    `For oche.yaml: memory: ${memory}, arch: ${arch}`,
  ]
}
