import type {
  LocalEnvironment,
  LocalLambda,
  RecordedBounds,
  RecordedHeaders,
  RecordedInvocation,
  RecordedSummary,
  Recording,
} from '../local/index.ts'
import type { SeenEnvironment } from './memory-history.ts'

export type { SeenEnvironment }

/**
 * The console's API, as its page and any other client see it: each path with what it takes and gives, as
 * JSON. `{…}` in a path stands for one encoded part.
 */
export interface ConsoleApi {
  /** The session's token for a ticket; the one call without it. */
  'POST /api/token': { takes: { ticket: string }; gives: { token: string } }
  /** What is served, and what is kept. */
  'GET /api/state': { gives: ConsoleState }
  'GET /api/invocations': { gives: InvocationRows }
  'GET /api/invocations/{id}': { gives: InvocationView }
  'GET /api/invocations/{id}/copies': { gives: Copies }
  'POST /api/invocations/{id}/again': { gives: Done }
  /** Forgets all of them. */
  'POST /api/clear': { gives: Done }
  /** An event to a function. */
  'POST /api/send': { takes: EventToSend; gives: Done }
  /** A request to a function's endpoint. */
  'POST /api/request': { takes: RequestToSend; gives: RequestSent }
  'GET /api/samples/{name}': { gives: EventText }
  'GET /api/functions/{function}/events': { gives: { names: string[] } }
  'GET /api/functions/{function}/events/{name}': { gives: EventText }
  'POST /api/functions/{function}/events': {
    takes: { name: string; event: string; replace: boolean }
    gives: { path: string }
  }
  /** Values of a function's variables, which are told only here. */
  'GET /api/functions/{function}/variables': { gives: { variables: Record<string, string> } }
  'GET /api/environments': { gives: { environments: SeenEnvironment[] } }
  'POST /api/restart': { gives: { ended: number; finishing: number } }
  /** Opens a file of the project in the editor. */
  'POST /api/open': { takes: Place; gives: Done }
}

/** Paths that answer with one JSON value a line, as it comes. */
export interface ConsoleStreams {
  'GET /api/changes': { gives: Change }
  'POST /api/batch': { takes: BatchToSend; gives: BatchProgress }
}

type Done = Record<string, never>

export interface ConsoleState {
  project: string
  /** Of the first endpoint. */
  url: string
  functions: FunctionView[]
  samples: { name: string; description: string }[]
  bounds: RecordedBounds
  /** How a place in a file is opened: by a call of `/api/open`, or by a link of VS Code's. */
  editor: { name: string | undefined; linkRoot: string }
}

interface InvocationRows {
  rows: RecordedSummary[]
  bounds: RecordedBounds
}

/** What is new, in one piece for all that happened in a moment. */
export type Change =
  | ({ type: 'rows' } & InvocationRows)
  /** Functions have changed, or were built. */
  | { type: 'functions'; functions: FunctionView[]; url: string }
  /** Everything was forgotten. */
  | { type: 'cleared' }

/** An invocation as it is shown. */
export interface InvocationView extends Omit<RecordedInvocation, 'logs'> {
  logs: LineView[]
}

/** An invocation by other means, ready to be pasted. */
export interface Copies {
  curl: string | undefined
  invoke: string
  typescript: string
  dart: string
}

export interface LineView {
  at: number
  from: 'stdout' | 'stderr' | 'platform' | 'fault'
  /** `INFO`, `ERROR`, …; undefined where the line has none. */
  level: string | undefined
  extension: string | undefined
  /** Without time, request id and level. */
  text: string
  /** Whether the text is an object of JSON. */
  isJson: boolean
  /** Lines of the text that are frames of a stack, with their places where those lie in the project. */
  frames: { row: number; place: Place | undefined }[]
}

export interface Place {
  /** From the project's folder. */
  path: string
  line: number
  column: number | undefined
}

export interface FunctionView {
  name: string
  /** Where it answers; undefined without an endpoint. */
  url: string | undefined
  /** `url`, `http-api`, …, `none`. */
  endpoint: string
  routes: readonly string[]
  /** What starts it besides requests. */
  triggers: readonly string[]
  /** Settings in words, in the order in which they are shown. */
  settings: { name: string; value: string }[]
  /** Names of its variables. */
  variables: string[]
  build: BuildView | undefined
}

/** The last build of a function. */
export interface BuildView {
  state: 'building' | 'built' | 'failed'
  /** When it ended, or began where it runs; milliseconds since 1970. */
  at: number
  durationMs: number | undefined
  /** The file that was saved; undefined for the first build. */
  trigger: string | undefined
  /** Why it failed. */
  error: string | undefined
  /** Of all that runs here. */
  bytes: number | undefined
  /** Files of it, largest first. */
  files: BundlePart[]
  /** What is in the bundle, by file; empty where nobody tells. */
  parts: BundlePart[]
}

export interface BundlePart {
  path: string
  bytes: number
}

export interface EventToSend {
  function: string
  /** JSON. */
  event: string
}

export interface RequestToSend {
  function: string
  method: string
  /** Path and query. */
  target: string
  headers: RecordedHeaders
  body: string
  /** @default utf8 */
  encoding?: 'utf8' | 'base64'
}

interface RequestSent {
  status: number
  durationMs: number
}

export interface BatchToSend {
  what: ({ type: 'event' } & EventToSend) | ({ type: 'request' } & RequestToSend)
  count: number
  concurrency: number
}

export interface BatchProgress {
  sent: number
  failed: number
  of: number
  /** Since the last one. */
  durationsMs: number[]
  isOver: boolean
}

interface EventText {
  event: string
}

/** What the API answers where it refuses. */
export interface ApiError {
  error: { code: string; message: string; remedy: string | undefined }
}

/** What the console shows, given by whoever runs it. */
export interface ConsoleHost {
  readonly recording: Recording
  /** The one that answers now; another configuration has another. */
  lambda(): LocalLambda
  /** Those that are alive; none while one configuration takes over from another. */
  environments(): LocalEnvironment[]
  project(): { name: string; root: string }
  functions(): FunctionView[]
  /** Of a function; undefined where there is none of that name. */
  variables(functionName: string): Readonly<Record<string, string>> | undefined
  restart(): { ended: number; finishing: number }
  /** Told whenever `functions` gives something else. @returns ends it */
  onFunctions(listener: () => void): () => void
  readonly env: NodeJS.ProcessEnv
}
