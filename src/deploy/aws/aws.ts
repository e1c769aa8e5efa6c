import { EXIT, OcheError } from '../../core/errors.ts'
import type { Reporter } from '../../core/reporter.ts'
import { awsError } from './aws-error.ts'
import type { Send } from './clients.ts'
import type { Clock } from './clock.ts'
import {
  failureOf,
  isSkewed,
  isThrottled,
  isUnanswered,
  withoutSecrets,
  type Failure,
} from './failure.ts'
import { isRead, type Input, type Operation, type Output } from './operations.ts'
import {
  backoff,
  isRepeatable,
  judge,
  patience,
  type CallFacts,
  type Verdict,
} from './retry-policy.ts'
import { createTurns, type Turns } from './turns.ts'

/** Calls that were sent, attempts included. */
interface CallCount {
  read: number
  write: number
}

/**
 * What a call is sent with. A package is a function: it is read anew for each attempt, and only when
 * it is its turn, so that memory never holds two of them.
 */
export type Sent<O extends Operation> = Input<O> | (() => Input<O>)

/** AWS as the deploy sees it: calls that wait where the retry policy says so, and are counted. */
export interface Aws {
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  readonly count: CallCount
  /**
   * @returns undefined where the policy says that there was nothing left to do
   * @throws OutOfDate where the account has to be read anew, OcheError where it cannot go on
   */
  call<O extends Operation>(operation: O, sent: Sent<O>, facts?: CallFacts): Promise<Output<O>>
  /** As `call`, but undefined where AWS answers that there is no such thing. */
  find<O extends Operation>(operation: O, input: Input<O>): Promise<Output<O> | undefined>
  /** The same AWS, telling of its waiting elsewhere. */
  reportingTo(waiting: (what: string) => void): Aws
  /** The same AWS, whose calls end with this signal too. */
  within(signal: AbortSignal): Aws
  /** The same AWS, whose errors do not show these values. */
  hiding(values: readonly string[]): Aws
}

/**
 * A call whose outcome is unknown, or that showed our view of the account to be old. Reading the
 * account and planning again is the remedy: a plan from what is there is right whatever happened.
 */
export class OutOfDate extends Error {
  readonly operation: Operation
  readonly failure: Failure
  /** True where it is unknown whether the call took effect. */
  readonly ambiguous: boolean

  constructor(operation: Operation, failure: Failure, ambiguous: boolean) {
    super(`${operation}: ${failure.message}`, { cause: failure.cause })
    this.operation = operation
    this.failure = failure
    this.ambiguous = ambiguous
  }
}

export interface AwsOptions {
  send: Send
  clock: Clock
  reporter: Reporter
  signal?: AbortSignal | undefined
}

/** What all calls of a session share. */
interface Session extends AwsOptions {
  count: CallCount
  turns: Turns
  /** Values that no message shows. */
  hidden: readonly string[]
}

export function createAws(options: AwsOptions): Aws {
  const session = { ...options, count: { read: 0, write: 0 }, turns: createTurns(), hidden: [] }
  return withWaiting(session, (what) => options.reporter.info(`waiting for ${what}`))
}

function withWaiting(session: Session, waiting: (what: string) => void): Aws {
  const { clock, signal, count } = session
  const call = <O extends Operation>(operation: O, sent: Sent<O>, facts?: CallFacts) =>
    retrying(session, waiting, operation, sent, facts)
  return {
    clock,
    signal,
    count,
    call,
    find: async (operation, input) => {
      try {
        return await call(operation, input)
      } catch (thrown) {
        if (thrown instanceof OcheError && isMissing(failureOf(thrown.cause))) return undefined
        throw thrown
      }
    },
    reportingTo: (elsewhere) => withWaiting(session, elsewhere),
    hiding: (values) =>
      withWaiting({ ...session, hidden: [...session.hidden, ...values] }, waiting),
    within: (bound) => {
      const both = signal === undefined ? bound : AbortSignal.any([signal, bound])
      return withWaiting({ ...session, signal: both }, waiting)
    },
  }
}

const MISSING =
  /^(ResourceNotFound|ProvisionedConcurrencyConfigNotFound|NoSuchEntity|NotFound|NoSuchHostedZone|NoSuchBucket|NoSuchTagSet|NoSuchKey)$/

function isMissing(failure: Failure): boolean {
  return MISSING.test(failure.code)
}

async function retrying<O extends Operation>(
  session: Session,
  waiting: (what: string) => void,
  operation: O,
  sent: Sent<O>,
  facts: CallFacts | undefined,
): Promise<Output<O>> {
  const { clock, signal, reporter } = session
  const started = clock.now()
  let waited = 0
  for (let attempt = 1; ; attempt++) {
    let input: Input<O> | undefined
    const send = () => sendOnce(session, operation, (input = inputOf(sent)))
    try {
      return await (typeof sent === 'function' ? session.turns(send) : send())
    } catch (thrown) {
      signal?.throwIfAborted()
      // No credentials, a wrong profile, a package that is gone: there was nothing to send.
      if (input === undefined || thrown instanceof OcheError) throw thrown
      // A value that is hidden may be a word of AWS's own: what is decided is by what was said.
      const said = failureOf(thrown)
      const failure = withoutSecrets(said, input, session.hidden)
      const about = nameIn(input)
      reporter.debug(`${operation} ${about}: ${failure.code}: ${failure.message}`)
      // Nothing was done, and the SDK signs by AWS's clock from the first answer on.
      if (attempt === 1 && said.isClockCorrected && isSkewed(said)) continue
      const verdict = verdictOf(operation, said, facts)
      if (verdict === undefined) throw awsError(operation, failure, about, said)
      if (verdict.type === 'done') return {} as Output<O>
      if (verdict.type === 'reread') throw new OutOfDate(operation, failure, verdict.ambiguous)
      // The time that a package takes on its way is no waiting.
      const passed = typeof sent === 'function' ? waited : clock.now() - started
      if (passed >= verdict.seconds * 1000) throw tooLong(operation, failure, verdict)
      if (attempt === 2) waiting(verdict.for)
      const pause = backoff(attempt, clock.random())
      waited += pause
      await clock.sleep(pause, signal)
    }
  }
}

function inputOf<O extends Operation>(sent: Sent<O>): Input<O> {
  return typeof sent === 'function' ? (sent as () => Input<O>)() : sent
}

async function sendOnce<O extends Operation>(
  { send, clock, reporter, signal, count }: Session,
  operation: O,
  input: Input<O>,
): Promise<Output<O>> {
  signal?.throwIfAborted()
  const started = clock.now()
  count[isRead(operation) ? 'read' : 'write']++
  // A signal of its own for each call: the SDK does not take its listeners back.
  const output = await send(operation, input, signal && AbortSignal.any([signal]))
  reporter.debug(`${operation} ${nameIn(input)}: ${clock.now() - started} ms`)
  return output
}

type Decision =
  | Exclude<Verdict, { type: 'reread' }>
  | { type: 'reread'; ambiguous: boolean }
  | undefined

function verdictOf(operation: Operation, failure: Failure, facts: CallFacts | undefined): Decision {
  const verdict = judge(operation, failure, facts)
  if (verdict?.type === 'reread') return { type: 'reread', ambiguous: false }
  if (verdict !== undefined) return verdict
  if (isThrottled(failure)) {
    return { type: 'wait', seconds: patience.throttledSeconds, for: 'AWS, which throttles' }
  }
  // What an invocation did is the function's own; it is not sent twice.
  if (!isUnanswered(failure) || operation === 'lambda:Invoke') return undefined
  return isRead(operation) || isRepeatable(operation)
    ? { type: 'wait', seconds: patience.unansweredSeconds, for: 'AWS to answer' }
    : { type: 'reread', ambiguous: true }
}

function tooLong(operation: Operation, failure: Failure, verdict: Verdict & { type: 'wait' }) {
  return new OcheError('AWS_WAITED_TOO_LONG', `waited in vain for ${verdict.for}`, {
    remedy: `${operation} says: ${failure.message} Run the command again: it goes on from there.`,
    exit: EXIT.aws,
    cause: failure.cause,
  })
}

const NAMES = [
  'FunctionName',
  'RoleName',
  'logGroupName',
  'logGroupNamePrefix',
  'Name',
  'ApiId',
  'restApiId',
  'LayerName',
  'SecretId',
  'TopicArn',
  'SubscriptionArn',
  'Rule',
  'Bucket',
  'Resource',
  'ResourceArn',
  'resourceArn',
] as const

/** What a call is about; nothing else of its input is ever shown. */
function nameIn(input: object): string {
  const found = NAMES.map((name) => (input as Record<string, unknown>)[name])
  return (found.find((value) => typeof value === 'string') as string | undefined) ?? ''
}
