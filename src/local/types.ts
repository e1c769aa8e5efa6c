import type { RefusalCause } from '../contract/http/refusal.ts'
import type { FunctionError } from '../contract/function-error.ts'
import type { LogLevel } from '../contract/log-levels.ts'
import type { HttpInput } from '../core/config/http.ts'
import type { LocalTrace } from './trace.ts'

/**
 * What the local Lambda has to know of a function, with the keys and the defaults of `oche.yaml`;
 * `FunctionConfig` fits.
 */
export interface LocalFunctionSettings {
  name: string
  /** @default bootstrap */
  handler?: string | undefined
  /** MB. @default 128 */
  memory?: number | undefined
  /** Seconds. @default 10 */
  timeout?: number | undefined
  reservedConcurrency?: number | undefined
  /** Of asynchronous invocations. @default 2 */
  retries?: number | undefined
  /** @default text */
  logFormat?: 'text' | 'json' | undefined
  /** Folders that are laid over one another as `/opt`. */
  layers?: readonly string[] | undefined
  /**
   * The endpoint, as in `oche.yaml`. @default url
   * @example 'rest'
   * @example { kind: 'http-api', routes: ['GET /items/{id}'] }
   */
  http?: HttpInput | undefined
}

export interface LocalFunction {
  settings: LocalFunctionSettings
  /**
   * What AWS calls it, where that is another name: the function sees it, and is called by either.
   *
   * @default settings.name
   * @example 'items-prod'
   */
  awsName?: string | undefined
  /** Variables of the function's own, references already resolved. @default none */
  environment?: Readonly<Record<string, string>> | undefined
  /**
   * What runs; absent until the first build succeeded, see `LocalLambda.replace`. Invocations wait
   * for it.
   */
  code?: LocalCode | undefined
  /** Lowest levels that are kept, with JSON logs. @default INFO */
  logLevels?: { application?: LogLevel | undefined; system?: LogLevel | undefined } | undefined
  /**
   * Invocations that one process takes at the same time (`AWS_LAMBDA_MAX_CONCURRENCY`), as on Lambda
   * Managed Instances. @default one, as on Lambda
   */
  maxConcurrency?: number | undefined
  /** Functions that get what became of asynchronous invocations. */
  destinations?: { onSuccess?: string | undefined; onFailure?: string | undefined } | undefined
}

/** An executable, or a package with one. */
export type LocalCode = LocalExecutable | LocalPackage

/** What Lambda would get: it is unpacked to a folder of its own, with nothing else in reach. */
export interface LocalPackage {
  /** Path of the zip. */
  zip: string
}

/** An executable and the folder that stands for `/var/task`. */
export interface LocalExecutable {
  /** Path of the bootstrap. */
  executable: string
  /** What stands behind it on its command line. @default nothing, as on Lambda */
  args?: readonly string[] | undefined
  /** @default the executable's folder */
  taskRoot?: string | undefined
}

/** Why there is nothing to run: shown as the body of a 502 until the next `replace`. */
export interface LocalFailure {
  failure: string
}

export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  /** When they end; absent: never. */
  expiration?: Date | undefined
}

export interface LocalLambdaOptions {
  functions: readonly LocalFunction[]
  /** Of the first endpoint; each further one has the next that is free. @default 0: any free port */
  port?: number
  /** @default 127.0.0.1 */
  host?: string
  /**
   * Names that may stand in the Host and Origin of calls to the Invoke API, besides those of this
   * machine. @default none
   * @example ['host.docker.internal']
   */
  allowedHosts?: readonly string[]
  /** Processes per function at most. @default the machine's cores × 2 */
  concurrency?: number
  /** Region in ARNs and variables. @default AWS_REGION, AWS_DEFAULT_REGION or us-east-1 */
  region?: string
  /**
   * Stand for those of the execution role. A function is asked at the start, and again before what it
   * gave has ended: processes that are started then have the new ones. @default AWS_ACCESS_KEY_ID and
   * its companions, where they are set; placeholders otherwise
   */
  credentials?: Credentials | (() => Promise<Credentials>)
  /** Folder that paths are relative to (`executable`, `layers`, `jwks`). @default the current folder */
  root?: string
  /** Of an initialisation before the first invocation. @default 10000, as on Lambda */
  initTimeoutMs?: number
  /** An execution environment without work for longer is ended. @default 300000 */
  idleMs?: number
  /**
   * For a debugger, which may hold a process for any time and has its port: a function has one process,
   * which is there from the start and is ended before the next one begins, and nothing is ever late.
   *
   * @default false
   */
  debugging?: boolean
  /** Before the first and before every further retry of an asynchronous invocation. @default [1000, 2000] */
  retryDelaysMs?: readonly number[]
  onEvent?: (event: LocalEvent) => void
  /**
   * Gets everything that goes through: requests, events, answers, lines. One may be given to several, one
   * after the other. @default nothing is recorded, which costs nothing
   *
   * @example const recorder = new Recording()
   */
  recorder?: Recorder | undefined
  /**
   * Asked as an invocation arrives, with the function's name. Until what it returns has settled the
   * invocation is given to no process: its code may be about to be replaced. With a failure it ends as
   * where there is no code. Must not reject. @default nothing is waited for
   */
  upToDate?: (functionName: string) => Promise<LocalFailure | undefined> | undefined
}

/** Why a client did not get the function's answer, or not all of it. */
export interface Refused {
  /** `no-code`: the last build failed. `cut-off`: a stream that had begun broke off. */
  cause: RefusalCause | 'no-code' | 'cut-off'
  /**
   * What is at fault and what to do, in a line.
   *
   * @example 'body is an object, not a string: JSON.stringify it'
   */
  reason: string
}

export type LocalEvent =
  | {
      type: 'request'
      method: string
      path: string
      status: number
      durationMs: number
      coldStart: boolean
      requestId: string
      /** That was invoked; empty where the endpoint answered by itself. */
      function: string
      /** There where the client did not get the function's answer, or not all of it. */
      refused?: Refused | undefined
    }
  /** A line of the function's own. */
  | {
      type: 'log'
      function: string
      requestId: string | undefined
      stream: 'stdout' | 'stderr'
      line: string
      /** Whose line it is, where it is an extension's. */
      extension?: string | undefined
    }
  /** START, END, REPORT, INIT_START, EXTENSION, as Lambda writes them to the log. */
  | { type: 'platform'; function: string; requestId: string | undefined; line: string }
  /** A crash, a timeout, an init failure: what happened, in a sentence. */
  | { type: 'fault'; function: string; requestId: string | undefined; message: string }
  /** An exception of Oche's own. What it was met at got a 500; everything else goes on. */
  | { type: 'bug'; message: string; stack: string | undefined }

/** Who gets everything that goes through a local Lambda; `Recording` is one. */
export interface Recorder {
  event(event: LocalEvent): void
  trace(trace: LocalTrace): void
}

/** An execution environment that is there. */
export interface LocalEnvironment {
  name: string
  function: string
  /** Of its process; undefined while it has none. */
  pid: number | undefined
  state: 'starting' | 'idle' | 'busy' | 'stopped'
  /** Milliseconds since 1970. */
  startedAt: number
  /** How many invocations it has got. */
  invocations: number
  /** Resident memory now, in MB; undefined where the system does not tell. */
  memoryMb: number | undefined
  /** Of the function, in MB. */
  memorySizeMb: number
}

/** Who is told of events. */
export type Emit = (event: LocalEvent) => void

export interface InvokeOptions {
  /** Decoded JSON of the client context. */
  clientContext?: string
  /** JSON: `{"cognitoIdentityId":"…","cognitoIdentityPoolId":"…"}`. */
  cognitoIdentity?: string
  tenantId?: string
  traceId?: string
  qualifier?: string
  /** Aborting drops the answer; the invocation itself goes on, as on Lambda. */
  signal?: AbortSignal
}

export interface InvokeResult {
  requestId: string
  /** Bytes that the function posted, or the error payload. */
  payload: Buffer
  /** Set where the function failed. */
  functionError?: 'Unhandled'
  error?: FunctionError
  /** Log lines of this invocation, platform lines included. */
  logs: string[]
  coldStart: boolean
  durationMs: number
}

/** How many execution environments a restart was about. */
export interface Restarted {
  /** That had no work, and end at once. */
  ended: number
  /** That end once they have answered. */
  finishing: number
}

export interface LocalLambda extends AsyncDisposable {
  /** Of the first endpoint, e.g. `http://127.0.0.1:3000`; the Invoke API is on every one. */
  readonly url: string
  readonly port: number
  /** Where each function answers; those without an endpoint are missing. */
  readonly urls: Readonly<Record<string, string>>
  invoke(
    functionName: string,
    payload: string | Uint8Array,
    options?: InvokeOptions,
  ): Promise<InvokeResult>
  /**
   * New code for a function: invocations under way finish on the old, the next ones get the new.
   *
   * @returns settled when no process runs the code before, which may be deleted then
   */
  replace(functionName: string, code: LocalCode | LocalFailure): Promise<void>
  /**
   * Ends every execution environment, those at work once they have answered: the next invocation of
   * each function starts cold. Nothing is remembered of what authorizers have said.
   *
   * @example const { ended, finishing } = lambda.restart()
   */
  restart(): Restarted
  /** The execution environments that there are, oldest first. */
  environments(): LocalEnvironment[]
  /** Lets go of every port at once; connections that there are are still served. */
  release(): void
  /**
   * Closes every port and ends every process. Never rejects; may be called twice.
   *
   * @param options.graceMs for so long at most, in milliseconds, requests under way are answered. Ends
   *   early where `close` is called again without. @default 0
   * @param options.successor gets further requests of connections that stay, port by port
   */
  close(options?: { graceMs?: number; successor?: LocalLambda }): Promise<void>
}
