import { join } from 'node:path'
import { localErrorTypes } from '../../contract/function-error.ts'
import { debug } from '../../core/debug.ts'
import { messageOf } from '../../core/errors.ts'
import { codeOf, type Code } from '../sandbox/code.ts'
import type { SandboxSettings } from '../sandbox/attempt-spec.ts'
import { Sandbox } from '../sandbox/sandbox.ts'
import type { LocalEnvironment, LocalExecutable, LocalFailure, Restarted } from '../types.ts'
import type { Invocation } from '../invocation/invocation.ts'

export interface FunctionSettings {
  name: string
  /** Execution environments at most; further invocations wait. */
  concurrency: number
  /** Invocations at once at most; further ones are refused, as on Lambda. */
  reservedConcurrency: number | undefined
  /** A sandbox without work for longer is ended, in milliseconds. */
  idleMs: number
  /** One process at a time, from the start: what it listens on is taken until it is gone. */
  isAlone: boolean
  /** Folder that paths of code are relative to. */
  root: string
  /** Folder for the sandboxes' own folders. */
  folder: string
  sandbox: SandboxSettings
}

/** Why an invocation is not accepted. */
export type Rejection =
  | { reason: 'throttled' | 'closed' }
  /** There is no code, or none that is up to date, and why; the invocation is settled with that. */
  | { reason: 'no-code'; failure: string; isLate?: true }

/** How long an invocation waits for a sandbox that has answered to ask for more, in milliseconds. */
const PATIENCE = 20

/** A function: its code, its execution environments and the invocations that wait for one. */
export class RunningFunction {
  readonly #settings: FunctionSettings
  #code: Code | undefined
  #failure: string | undefined
  readonly #sandboxes = new Set<Sandbox>()
  /** Ready for an invocation, the one used last at the end. */
  readonly #free: Sandbox[] = []
  readonly #starting = new Set<Sandbox>()
  readonly #closing = new Map<Promise<void>, Code>()
  readonly #waiting: Invocation[] = []
  #unanswered = 0
  #count = 0
  #isClosed = false
  #patience: NodeJS.Timeout | undefined
  #onRoom: (() => void)[] = []

  constructor(settings: FunctionSettings, code: LocalExecutable | undefined) {
    this.#settings = settings
    this.#code = code && codeOf(code, settings.root)
    this.#startAlone()
  }

  /** Accepts an invocation, which settles by itself then, or says why not. */
  invoke(invocation: Invocation): Rejection | undefined {
    if (this.#isClosed) return { reason: 'closed' }
    if (this.#failure !== undefined) {
      end(invocation, localErrorTypes.buildFailed, this.#failure)
      return { reason: 'no-code', failure: this.#failure }
    }
    if (this.#unanswered >= (this.#settings.reservedConcurrency ?? Infinity)) {
      this.#debug(
        () => `${invocation.request.requestId} is refused: ${this.#unanswered} are under way`,
      )
      return { reason: 'throttled' }
    }
    this.#unanswered++
    void this.#untilAnswered(invocation)
    this.#waiting.push(invocation)
    this.#dispatch(true)
    return undefined
  }

  /** Settled when there may be room for a throttled invocation. */
  whenRoom(): Promise<void> {
    return new Promise((resolve) => this.#onRoom.push(resolve))
  }

  /**
   * Old sandboxes finish what they are at; what waits gets the new code.
   *
   * @returns settled when nothing runs the code before
   */
  replace(code: LocalExecutable | LocalFailure): Promise<void> {
    const before = this.#code
    this.#failure = 'failure' in code ? code.failure : undefined
    if (!('failure' in code)) this.#code = codeOf(code, this.#settings.root)
    this.#debug(() => (this.#failure === undefined ? 'new code' : 'new code could not be built'))
    this.#retireIdle('its code is replaced')
    if (this.#failure !== undefined) this.#failWaiting(localErrorTypes.buildFailed, this.#failure)
    this.#dispatch(true)
    this.#startAlone()
    return this.#untilGone(before)
  }

  /** Until the sandboxes of a code, and of what was made of it by `renew`, have ended. */
  async #untilGone(code: Code | undefined): Promise<void> {
    if (code === undefined) return
    for (;;) {
      const running = [...this.#sandboxes].filter((one) => isSame(one.code, code))
      const closing = [...this.#closing].filter(([, one]) => isSame(one, code))
      if (running.length + closing.length === 0) return
      await Promise.race([...running.map((one) => one.ended), ...closing.map(([end]) => end)])
    }
  }

  /** What a process is started with has changed: those that run finish what they are at. */
  renew(): void {
    // A debugger keeps the process that it is attached to.
    if (!this.#settings.isAlone) this.#anew('what processes are started with has changed')
  }

  /** Every process ends, those at work once they have answered; the next ones start anew. */
  restart(): Restarted {
    const all = [...this.#sandboxes]
    const finishing = this.#settings.isAlone ? 0 : all.filter(({ isBusy }) => isBusy).length
    this.#anew('everything is to start anew')
    return { ended: all.length - finishing, finishing }
  }

  /** The same code as if it were another. */
  #anew(why: string): void {
    if (this.#code === undefined) return
    this.#code = { ...this.#code }
    this.#retireIdle(why)
    this.#dispatch(true)
    this.#startAlone()
  }

  get environments(): LocalEnvironment[] {
    const { name } = this.#settings
    return [...this.#sandboxes].map((one) => ({ ...one.about, function: name }))
  }

  /** Ends sandboxes that have had no work for long. */
  reap(): void {
    const oldest = performance.now() - this.#settings.idleMs
    const idle = this.#free.filter(({ isBusy, idleSince }) => !isBusy && idleSince <= oldest)
    for (const sandbox of idle) this.#retire(sandbox, 'it has had no work for long')
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#patience)
    this.#failWaiting(localErrorTypes.closed, 'The local Lambda is being closed.')
    for (const sandbox of this.#sandboxes) this.#retire(sandbox, 'the local Lambda closes')
    await Promise.all(this.#closing.keys())
  }

  async #untilAnswered(invocation: Invocation): Promise<void> {
    const { kind } = await invocation.answer
    if (kind === 'stream') await invocation.completed
    this.#unanswered--
    for (const tell of this.#onRoom.splice(0)) tell()
  }

  /** @param patient sandboxes that are about to be free are waited for */
  #dispatch(patient: boolean): void {
    let starting = this.#starting.size
    for (let index = 0; index < this.#waiting.length && this.#free.length > 0;) {
      const sandbox = this.#findFree(this.#waiting[index]!)
      if (sandbox !== undefined) this.#give(index, sandbox)
      // Where none starts and none can be started, whoever came first must not wait for ever.
      else if (starting-- > 0 || this.#hasRoom) index++
      else break
    }
    if (this.#waiting.length > 0) this.#grow(patient)
  }

  #give(index: number, sandbox: Sandbox): void {
    const [invocation] = this.#waiting.splice(index, 1)
    this.#debug(() => `${sandbox.name} takes ${invocation!.request.requestId}`)
    if (sandbox.free === 1) this.#free.splice(this.#free.indexOf(sandbox), 1)
    sandbox.run(invocation!)
  }

  /** Starts sandboxes for what waits, within the limit. */
  #grow(patient: boolean): void {
    const code = this.#code
    if (code === undefined || this.#isClosed) return
    // All there may be are at work: whichever is done first takes what waits.
    if (this.#free.length === 0 && !this.#hasRoom) return this.#tellFull(this.#waiting.length)
    if (patient && this.#current.some(({ isAnswered }) => isAnswered)) this.#bePatient()
    const versions = new Set(this.#waiting.map(({ request }) => request.version))
    for (const version of versions) this.#growFor(version, code, patient)
  }

  /** With whoever waits longest: others that have come and gone meanwhile have not waited for long. */
  #bePatient(): void {
    const [longest] = this.#waiting
    this.#patience ??= setTimeout(() => {
      this.#patience = undefined
      this.#dispatch(!this.#waiting.includes(longest!))
    }, PATIENCE)
  }

  #growFor(version: string, code: Code, patient: boolean): void {
    const { maxConcurrency = 1 } = this.#settings.sandbox.variables
    const waiting = this.#waiting.filter(({ request }) => request.version === version).length
    const starting = [...this.#starting].filter((one) => one.version === version).length
    const soonFree = this.#current.filter((one) => one.version === version && one.isAnswered)
    const expected = starting * maxConcurrency + (patient ? soonFree.length : 0)
    for (let missing = waiting - expected; missing > 0; missing -= maxConcurrency) {
      if (!this.#hasRoom && !this.#makeRoom()) return this.#tellFull(missing)
      this.#start(code, version)
    }
  }

  #tellFull(waiting: number): void {
    const { concurrency } = this.#settings
    this.#debug(() => `${waiting} wait: ${concurrency} execution environments at most`)
  }

  /** Those of the code before finish what they are at and count no more. */
  get #current(): Sandbox[] {
    return [...this.#sandboxes].filter((one) => one.code === this.#code)
  }

  get #hasRoom(): boolean {
    return this.#current.length < this.#settings.concurrency
  }

  /** Before anybody asks for it, so that a debugger finds it. */
  #startAlone(): void {
    const { isAlone } = this.#settings
    if (!isAlone || this.#code === undefined || this.#failure !== undefined) return
    if (this.#hasRoom) this.#start(this.#code, '$LATEST')
  }

  /** Where it is to be alone the one before it has to be gone; by then it may be retired itself. */
  async #startInTurn(sandbox: Sandbox): Promise<void> {
    if (this.#settings.isAlone) await Promise.all(this.#closing.keys())
    if (this.#sandboxes.has(sandbox)) await sandbox.start()
  }

  #start(code: Code, version: string): void {
    const { folder: parent, name, sandbox: settings } = this.#settings
    const folder = join(parent, `${name}-${++this.#count}`)
    const sandbox = new Sandbox({ code, version, folder }, settings, {
      onFree: (free) => this.#freed(free),
    })
    this.#debug(() => `${sandbox.name} is started: ${this.#waiting.length} wait`)
    this.#sandboxes.add(sandbox)
    this.#starting.add(sandbox)
    this.#startInTurn(sandbox).catch((error: unknown) => {
      this.#retire(sandbox, messageOf(error))
      const reason = `no execution environment: ${messageOf(error)}`
      this.#failWaiting(localErrorTypes.noSandbox, reason)
    })
  }

  #freed(sandbox: Sandbox): void {
    this.#starting.delete(sandbox)
    if (sandbox.code === this.#code && this.#failure === undefined) {
      if (!this.#free.includes(sandbox)) this.#free.push(sandbox)
    } else if (!sandbox.isBusy) this.#retire(sandbox, 'its code was replaced')
    this.#dispatch(true)
  }

  #findFree(invocation: Invocation): Sandbox | undefined {
    return this.#free.findLast((sandbox) => sandbox.serves(invocation))
  }

  /** Ends the idle sandbox of another tenant or version, if there is one. */
  #makeRoom(): boolean {
    const other = this.#free.find(({ isBusy }) => !isBusy)
    if (other === undefined) return false
    this.#retire(other, 'another tenant or version needs its place')
    return true
  }

  /** Busy ones finish what they are at, unless they are in the way of the next. */
  #retireIdle(why: string): void {
    this.#free.length = 0
    for (const sandbox of this.#sandboxes) {
      if (!sandbox.isBusy || this.#settings.isAlone) this.#retire(sandbox, why)
    }
  }

  #retire(sandbox: Sandbox, why: string): void {
    this.#debug(() => `${sandbox.name} is retired: ${why}`)
    const index = this.#free.indexOf(sandbox)
    if (index !== -1) this.#free.splice(index, 1)
    this.#starting.delete(sandbox)
    this.#sandboxes.delete(sandbox)
    const closing = sandbox.close().finally(() => this.#closing.delete(closing))
    this.#closing.set(closing, sandbox.code)
  }

  #debug(text: () => string): void {
    debug('local', () => `${this.#settings.name}: ${text()}`)
  }

  #failWaiting(errorType: string, errorMessage: string): void {
    for (const invocation of this.#waiting.splice(0)) end(invocation, errorType, errorMessage)
  }
}

function isSame(one: Code, other: Code): boolean {
  return one.executable === other.executable && one.taskRoot === other.taskRoot
}

/** Of an invocation whose code was not up to date in time. */
export function rejectLate(invocation: Invocation, { failure }: LocalFailure): Rejection {
  end(invocation, localErrorTypes.buildFailed, failure)
  return { reason: 'no-code', failure, isLate: true }
}

/** Settles an invocation that no process has got. */
function end(invocation: Invocation, errorType: string, errorMessage: string): void {
  invocation.fail({ errorType, errorMessage })
  invocation.complete()
}
