import { functionArn } from '../../contract/invoke-api.ts'
import { newTraceId, newUuid, randomHex } from '../invocation/ids.ts'
import type { Trace } from '../trace.ts'
import type { LocalLambdaOptions } from '../types.ts'
import { rejectLate, type Rejection, type RunningFunction } from './function.ts'
import { Invocation } from '../invocation/invocation.ts'

type UpToDate = NonNullable<LocalLambdaOptions['upToDate']>

/** Documentation's account; every function here belongs to it. */
export const ACCOUNT = '123456789012'

/** What a function's qualifiers stand for: an unqualified call, a version, an alias. */
const VERSIONS: Record<string, string> = { $LATEST: '$LATEST', '1': '1', live: '1' }

export interface Call {
  payload: Buffer
  requestId?: string | undefined
  qualifier?: string | undefined
  traceId?: string | undefined
  clientContext?: string | undefined
  cognitoIdentity?: string | undefined
  tenantId?: string | undefined
  keepsLog?: boolean | undefined
  /** The request that it came by. */
  exchange?: number | undefined
}

/** The functions by name, as the Invoke API and the endpoints see them. */
export class Lambda {
  readonly region: string
  readonly #functions: ReadonlyMap<string, RunningFunction>
  readonly #awsNames: ReadonlyMap<string, string>
  readonly #upToDate: UpToDate | undefined
  readonly #trace: Trace | undefined

  /**
   * @param hooks what invocations wait for, and who is told what becomes of them
   */
  constructor(
    region: string,
    functions: ReadonlyMap<string, RunningFunction>,
    hooks: {
      upToDate?: UpToDate | undefined
      trace?: Trace | undefined
      /** What AWS calls functions, by their names here. */
      awsNames?: ReadonlyMap<string, string>
    } = {},
  ) {
    this.region = region
    this.#functions = functions
    this.#awsNames = hooks.awsNames ?? new Map()
    this.#upToDate = hooks.upToDate
    this.#trace = hooks.trace
  }

  has(name: string, qualifier?: string): boolean {
    return (
      this.#functions.has(name) && (qualifier === undefined || Object.hasOwn(VERSIONS, qualifier))
    )
  }

  /** The name here of a function that is called by it, or as AWS calls it. */
  nameOf(called: string): string {
    if (this.#functions.has(called)) return called
    return [...this.#awsNames].find(([, awsName]) => awsName === called)?.[0] ?? called
  }

  arn(name: string, qualifier?: string): string {
    const awsName = this.#awsNames.get(name) ?? name
    return functionArn({ region: this.region, account: ACCOUNT }, awsName, qualifier)
  }

  get(name: string): RunningFunction {
    return this.#functions.get(name)!
  }

  /** @param name of a function that is there, see `has` */
  prepare(name: string, call: Call): Invocation {
    const trace = this.#trace
    const request = {
      requestId: call.requestId ?? newUuid(),
      payload: call.payload,
      version: VERSIONS[call.qualifier ?? '$LATEST']!,
      functionArn: this.arn(name, call.qualifier),
      traceId: sampled(call.traceId ?? newTraceId()),
      clientContext: call.clientContext,
      cognitoIdentity: call.cognitoIdentity,
      tenantId: call.tenantId,
      keepsLog: call.keepsLog,
    }
    return new Invocation(request, trace && { trace, function: name, exchange: call.exchange })
  }

  /**
   * As `RunningFunction.invoke`, once the function's code is up to date.
   *
   * @returns a promise only where that takes a moment: nearly always it is
   */
  invoke(
    name: string,
    invocation: Invocation,
  ): Rejection | undefined | Promise<Rejection | undefined> {
    const waiting = this.#upToDate?.(name)
    const fn = this.get(name)
    if (waiting === undefined) return fn.invoke(invocation)
    return waiting.then((late) =>
      late === undefined ? fn.invoke(invocation) : rejectLate(invocation, late),
    )
  }
}

/** A runtime gets a whole trace header: root, parent and whether it is sampled. */
function sampled(traceId: string): string {
  const root = traceId.includes('Root=') ? traceId : `Root=${traceId}`
  const parent = /Parent=/.test(root) ? root : `${root};Parent=${randomHex(16)}`
  return /Sampled=/.test(parent) ? parent : `${parent};Sampled=0`
}
