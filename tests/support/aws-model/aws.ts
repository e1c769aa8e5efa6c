import type { Send } from '../../../src/deploy/aws/clients.ts'
import { isRead, type Operation } from '../../../src/deploy/aws/operations.ts'
import type { Random } from '../random.ts'
import { ApiModel } from './api.ts'
import { CertificatesModel } from './certificates.ts'
import { DomainsModel } from './domains.ts'
import { AwsFault } from './fault.ts'
import { IamModel } from './iam.ts'
import { LambdaModel } from './lambda.ts'
import { LogsModel } from './logs.ts'
import { NotificationsModel } from './notifications.ts'
import { RestApiModel } from './rest-api.ts'
import { RulesModel } from './rules.ts'
import { SchedulerModel } from './scheduler.ts'
import { TopicsModel } from './topics.ts'
import { ZonesModel } from './zones.ts'

export const ACCOUNT = { partition: 'aws', region: 'eu-west-1', id: '123456789012' }

/** What can go wrong with a call that is in order. */
const FAULTS = {
  throttled: () => new AwsFault('TooManyRequestsException', 429, 'Rate exceeded'),
  'broken down': () => new AwsFault('ServiceException', 500, 'An internal error occurred'),
  'cut off': () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
}

/** Words for what happened, in order. */
export type Log = string[]

/** AWS in memory: its answers, its states, its faults. */
export class AwsModel {
  readonly iam = new IamModel(ACCOUNT.id)
  readonly lambda = new LambdaModel(this.iam, ACCOUNT.region, ACCOUNT.id)
  readonly logs = new LogsModel()
  readonly api = new ApiModel()
  readonly rest = new RestApiModel()
  readonly zones = new ZonesModel()
  readonly domains = new DomainsModel((arn) => this.certificates.isIssued(arn))
  readonly certificates: CertificatesModel = new CertificatesModel(
    (name, value) => this.zones.hasRecord(name, value),
    (arn) => [...this.domains.all.values()].some(({ certificate }) => certificate === arn),
  )
  readonly scheduler = new SchedulerModel()
  readonly topics = new TopicsModel()
  readonly rules = new RulesModel(ACCOUNT.region, ACCOUNT.id)
  readonly notifications = new NotificationsModel((arn, bucket) => this.lambda.lets(arn, bucket))
  readonly log: Log = []
  /** Moves of an alias that say nothing of which one they have seen. */
  readonly blind: string[] = []
  /** Writes that took effect. */
  readonly writes: Operation[] = []
  /** Faults of the model itself. */
  readonly bugs: unknown[] = []
  /** One call in so many fails; 0: none does. */
  faultsOnceIn = 0
  /** One read in so many is answered as it was a moment ago; 0: none is. */
  staleOnceIn = 0
  readonly #answers = new Map<string, { at: number; answer: object }>()
  #calls = 0
  readonly #random: Random
  #waiting: { run: () => void }[] = []

  constructor(random: Random) {
    this.#random = random
  }

  /** @param who is shown in the log, and takes turns with others, at random */
  sender(who: string): Send {
    return async (operation, input) => {
      await this.#turn()
      try {
        return this.#answered(who, operation, input as object) as never
      } catch (thrown) {
        if (!(thrown instanceof AwsFault) && !(thrown as { code?: string }).code)
          this.bugs.push(thrown)
        if (!isRead(operation)) this.log.push(`  ${(thrown as Error).name}`)
        throw thrown
      }
    }
  }

  #answered(who: string, operation: Operation, input: object): object {
    const fault = this.#fault()
    if (fault === undefined || fault.when === 'after') this.#tell(who, operation, input)
    if (fault?.when === 'before') {
      this.log.push(`${who} ${operation}: ${fault.what}`)
      throw FAULTS[fault.what]()
    }
    const answer = this.#remembered(operation, input) ?? this.#answer(operation, input)
    if (fault === undefined) return answer
    this.log.push(`${who} ${operation}: done, and the answer is lost`)
    throw FAULTS['cut off']()
  }

  /** A part of AWS that has not heard of the last changes yet. */
  #remembered(operation: Operation, input: object): object | undefined {
    if (!isRead(operation) || this.staleOnceIn === 0) return undefined
    const key = `${operation} ${JSON.stringify(input)}`
    const last = this.#answers.get(key)
    this.#calls++
    if (last !== undefined && this.#calls - last.at < 5 && this.#random.once(this.staleOnceIn)) {
      this.log.push(`(${operation} is answered as before)`)
      return last.answer
    }
    const answer = this.#answer(operation, input)
    this.#answers.set(key, { at: this.#calls, answer })
    return answer
  }

  #tell(who: string, operation: Operation, input: object): void {
    if (isRead(operation)) return
    this.log.push(
      `${who} ${operation}${operation.includes('TagResource') && 'Tags' in input ? ` ${JSON.stringify(input.Tags)}` : ''}`,
    )
    this.writes.push(operation)
    const isBlind =
      operation === 'lambda:UpdateAlias' && !('RevisionId' in input && input.RevisionId)
    if (isBlind) this.blind.push(who)
  }

  #fault() {
    if (this.faultsOnceIn === 0 || !this.#random.once(this.faultsOnceIn)) return undefined
    const what = this.#random.pick(Object.keys(FAULTS) as (keyof typeof FAULTS)[])
    const when = what !== 'throttled' && this.#random.once(2) ? 'after' : 'before'
    return { what, when } as const
  }

  #answer(operation: Operation, input: object): object {
    const [service, name] = operation.split(':') as [string, string]
    // What is answered is a copy, as over a wire.
    const copied = 'Code' in input || 'ZipFile' in input ? input : structuredClone(input)
    if (service === 'iam') return structuredClone(this.iam.answer(name, copied))
    if (service === 'logs') return structuredClone(this.logs.answer(name, copied))
    if (service === 'lambda') return structuredClone(this.lambda.answer(name, copied))
    if (service === 'apigateway' && DomainsModel.answers(name)) {
      return structuredClone(this.domains.answer(name, copied))
    }
    if (service === 'apigateway') return structuredClone(this.api.answer(name, copied))
    if (service === 'apigatewayv1') return structuredClone(this.rest.answer(name, copied))
    if (service === 'route53') return structuredClone(this.zones.answer(name, copied))
    if (service === 'acm') return structuredClone(this.certificates.answer(name, copied))
    if (service === 'scheduler') return structuredClone(this.scheduler.answer(name, copied))
    if (service === 'sns') return structuredClone(this.topics.answer(name, copied))
    if (service === 'events') return structuredClone(this.rules.answer(name, copied))
    if (operation === 'tag:GetResources') return this.rules.tagged(copied)
    if (name.endsWith('BucketNotificationConfiguration')) {
      return structuredClone(this.notifications.answer(name, copied))
    }
    // No package of a test is so large that it needs one.
    if (service === 's3') throw new AwsFault('NoSuchBucket', 404, 'no bucket')
    throw new Error(`the model has no ${operation}`)
  }

  /** Whoever waits is picked at random, once all have had the time to ask. */
  async #turn(): Promise<void> {
    await new Promise<void>((run) => {
      this.#waiting.push({ run })
      setImmediate(() => {
        const [next] = this.#waiting.splice(this.#random.below(this.#waiting.length), 1)
        next?.run()
      })
    })
  }
}
