import type { SampleId, SizeId } from './types.ts'

/** What is told of each subject, one figure each; less is better of all of them. */
export type Measure = SampledMeasure | SizeMeasure

interface Told {
  id: MeasureId
  /** As the beginning of a line. */
  title: string
  /** As in `{quickjs} starts fastest`: what the best of them does. */
  best: string
  /** As in `no difference in {its start} is shown`. */
  noun: string
  unit: Unit
}

export interface SampledMeasure extends Told {
  sample: SampleId
  /** Of the samples. */
  quantile: number
}

export interface SizeMeasure extends Told {
  size: SizeId
}

/** Milliseconds, bytes, or the currency of the prices, which is the dollar unless they say otherwise. */
export type Unit = 'ms' | 'bytes' | 'dollars'

export type MeasureId =
  | Exclude<SampleId, 'warm'>
  | 'warmHalf'
  | 'warmTenth'
  | 'warmHundredth'
  | SizeId

export const measures: readonly Measure[] = [
  {
    id: 'start',
    title: 'start to first answer, files in memory',
    best: 'starts fastest',
    noun: 'the start',
    unit: 'ms',
    sample: 'start',
    quantile: 0.5,
  },
  {
    id: 'startFromDisk',
    title: 'start to first answer, files on disk',
    best: 'starts fastest from disk',
    noun: 'the start from disk',
    unit: 'ms',
    sample: 'startFromDisk',
    quantile: 0.5,
  },
  {
    id: 'init',
    title: 'initialisation (init)',
    best: 'initialises fastest',
    noun: 'the initialisation',
    unit: 'ms',
    sample: 'init',
    quantile: 0.5,
  },
  {
    id: 'firstDuration',
    title: 'first invocation, after the initialisation',
    best: 'answers fastest at first',
    noun: 'the first invocation',
    unit: 'ms',
    sample: 'firstDuration',
    quantile: 0.5,
  },
  {
    id: 'warmHalf',
    title: 'warm invocation, p50',
    best: 'answers fastest when warm',
    noun: 'the warm invocation',
    unit: 'ms',
    sample: 'warm',
    quantile: 0.5,
  },
  {
    id: 'warmTenth',
    title: 'warm invocation, p90',
    best: 'has the fastest slow tenth of warm invocations',
    noun: 'the slow tenth of warm invocations',
    unit: 'ms',
    sample: 'warm',
    quantile: 0.9,
  },
  {
    id: 'warmHundredth',
    title: 'warm invocation, p99',
    best: 'has the fastest slow hundredth of warm invocations',
    noun: 'the slow hundredth of warm invocations',
    unit: 'ms',
    sample: 'warm',
    quantile: 0.99,
  },
  {
    id: 'memoryFirst',
    title: 'memory at the first answer',
    best: 'needs the least memory at its first answer',
    noun: 'the memory at the first answer',
    unit: 'bytes',
    sample: 'memoryFirst',
    quantile: 0.5,
  },
  {
    id: 'memoryFirstShared',
    title: 'the same, shared pages in parts (PSS)',
    best: 'needs the least memory of its own at its first answer',
    noun: 'the memory of its own at the first answer',
    unit: 'bytes',
    sample: 'memoryFirstShared',
    quantile: 0.5,
  },
  {
    id: 'memoryPeak',
    title: 'peak memory',
    best: 'has the lowest peak of memory',
    noun: 'the peak of memory',
    unit: 'bytes',
    sample: 'memoryPeak',
    quantile: 0.5,
  },
  {
    id: 'billed',
    title: 'billed for a warm invocation',
    best: 'is billed the least time',
    noun: 'the billed time',
    unit: 'ms',
    sample: 'billed',
    quantile: 0.5,
  },
  {
    id: 'memoryUsed',
    title: 'memory used, of Lambda’s report',
    best: 'uses the least memory',
    noun: 'the memory used',
    unit: 'bytes',
    sample: 'memoryUsed',
    quantile: 0.5,
  },
  {
    id: 'cost',
    title: 'a million invocations',
    best: 'costs the least for a million invocations',
    noun: 'the cost',
    unit: 'dollars',
    sample: 'cost',
    quantile: 0.5,
  },
  {
    id: 'executable',
    title: 'executable',
    best: 'has the smallest executable',
    noun: 'the executable',
    unit: 'bytes',
    size: 'executable',
  },
  {
    id: 'zip',
    title: 'zip',
    best: 'has the smallest zip',
    noun: 'the zip',
    unit: 'bytes',
    size: 'zip',
  },
  {
    id: 'unzipped',
    title: 'unzipped',
    best: 'is the smallest when unzipped',
    noun: 'the unzipped size',
    unit: 'bytes',
    size: 'unzipped',
  },
]
