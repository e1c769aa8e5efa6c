import { logsDropped, subscribed } from '../../contract/platform-events.ts'
import type { Subscription, TelemetryEvent, TelemetryType } from '../../contract/telemetry-api.ts'
import { Subscriber } from './subscriber.ts'

/** Records of an initialisation that are kept for those who subscribe in it. */
const MOST_EARLY = 10_000

/** The records of one start of an execution environment, and who gets them. */
export class Telemetry {
  readonly #subscribers: Subscriber[] = []
  #early: [TelemetryType, TelemetryEvent][] | undefined = []

  /** Whether anybody gets what is told, now or later. */
  get isListening(): boolean {
    return this.#early !== undefined || this.#subscribers.length > 0
  }

  /** Whether one may subscribe: only while the execution environment starts. */
  get isOpen(): boolean {
    return this.#early !== undefined
  }

  /** A second subscription of an extension replaces its first. */
  subscribe(name: string, subscription: Subscription): void {
    const before = this.#subscribers.findIndex((one) => one.name === name)
    if (before !== -1) this.#subscribers.splice(before, 1)[0]!.close()
    const subscriber = new Subscriber(name, subscription, (reason, dropped) =>
      this.tell('platform', logsDropped(reason, dropped)),
    )
    for (const [category, event] of this.#early ?? []) subscriber.add(category, event)
    this.#subscribers.push(subscriber)
    this.tell('platform', subscribed(name, subscription.types, subscription.api))
  }

  tell(category: TelemetryType, { type, record }: { type: string; record(): unknown }): void {
    if (!this.isListening) return
    const event = { time: new Date().toISOString(), type, record: record() }
    for (const subscriber of this.#subscribers) subscriber.add(category, event)
    if (this.#early !== undefined && this.#early.length < MOST_EARLY) {
      this.#early.push([category, event])
    }
  }

  /** The execution environment has started. */
  closeSubscription(): void {
    this.#early = undefined
  }

  flush(): void {
    for (const subscriber of this.#subscribers) subscriber.flush()
  }

  close(): void {
    for (const subscriber of this.#subscribers.splice(0)) subscriber.close()
    this.#early = undefined
  }
}
