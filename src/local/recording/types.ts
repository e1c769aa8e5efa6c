/** How far a recorded invocation is. */
export type RecordedState =
  /** No process has it yet: they are all at work, or one starts. */
  | 'waiting'
  | 'running'
  | 'streaming'
  /** The caller has its answer; the process has not asked for more. */
  | 'answered'
  | 'done'

/** What asked: a request to an endpoint, a call of the Invoke API, or Oche itself. */
export type RecordedVia = 'http' | 'invoke-api' | 'direct'

/** A row: what is known of an invocation without its bytes. */
export interface RecordedSummary {
  /** Its own number, later ones are higher. */
  id: number
  /** Milliseconds since 1970. */
  at: number
  /** Empty where the endpoint answered by itself. */
  function: string
  /** Empty where the endpoint answered by itself. */
  requestId: string
  via: RecordedVia
  /** What kind of event it is, by its form: `http`, `sqs`, `s3`, …; `event` where it is none of AWS's. */
  kind: string
  /** In a few words: a path, or what is in the event. */
  title: string
  /** Of a request. */
  method: string | undefined
  state: RecordedState
  /** Of the response, where there is one. */
  status: number | undefined
  failed: boolean
  errorType: string | undefined
  /** From its arrival to its answer, in milliseconds; undefined until then. */
  durationMs: number | undefined
  coldStart: boolean | undefined
  /** Peak so far of the process, in MB. */
  memoryMb: number | undefined
  memorySizeMb: number | undefined
  /** Of the initialisation that it waited for. */
  initDurationMs: number | undefined
  environment: string | undefined
  /** Whether bodies and lines are still there; only those of the newest are. */
  isWhole: boolean
}

/** Bytes as JSON can carry them. */
export interface RecordedBody {
  /** Text where the bytes are UTF-8, base64 otherwise. */
  text: string
  encoding: 'utf8' | 'base64'
  bytes: number
  /** Whether the text is only the beginning. */
  isCut: boolean
}

export type RecordedHeaders = readonly (readonly [name: string, value: string])[]

export interface RecordedRequest {
  /** `http://127.0.0.1:3000`. */
  origin: string
  method: string
  /** Path and query, as they came. */
  target: string
  headers: RecordedHeaders
  body: RecordedBody | undefined
}

export interface RecordedResponse {
  status: number
  headers: RecordedHeaders
  body: RecordedBody
}

export interface RecordedLine {
  at: number
  /** `platform`: START, END, REPORT. `fault`: what went wrong, as Oche tells it. */
  from: 'stdout' | 'stderr' | 'platform' | 'fault'
  line: string
  extension: string | undefined
}

/** A part of an invocation's time; milliseconds since it arrived. */
export interface RecordedPhase {
  /** `after`: until the runtime asks for more. */
  name: 'waiting' | 'init' | 'handler' | 'streaming' | 'after' | 'extensions'
  fromMs: number
  untilMs: number
}

/** What REPORT tells; durations in milliseconds. */
export interface RecordedReport {
  status: 'success' | 'error' | 'timeout'
  errorType: string | undefined
  durationMs: number
  billedDurationMs: number
  initDurationMs: number | undefined
  memorySizeMb: number
  maxMemoryUsedMb: number | undefined
}

/** Everything that is known of an invocation. */
export interface RecordedInvocation extends RecordedSummary {
  request: RecordedRequest | undefined
  response: RecordedResponse | undefined
  /** What the function got. */
  event: RecordedBody | undefined
  /** What it posted, or the error that its invoker got. */
  result: RecordedBody | undefined
  /** Whether the function failed, as its invoker is told; an answer that an endpoint refuses is none. */
  functionFailed: boolean
  /** Whether the result came piece by piece. */
  isStreamed: boolean
  /** Why the client did not get the function's answer, or not all of it. */
  refused: { cause: string; reason: string } | undefined
  logs: readonly RecordedLine[]
  /** Lines that are not kept, as there were too many. */
  droppedLines: number
  timeline: readonly RecordedPhase[]
  report: RecordedReport | undefined
}

/** How much is kept, and what no longer is. */
export interface RecordedBounds {
  /** Invocations with everything: at most, and now. */
  whole: { most: number; now: number }
  /** Bytes of bodies and lines. */
  bytes: { most: number; now: number }
  /** Rows. */
  rows: { most: number; now: number }
  /** Since the start: invocations whose bodies and lines are gone, and rows that are. */
  dropped: { details: number; rows: number }
}
