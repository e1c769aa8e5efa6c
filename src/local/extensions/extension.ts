import { randomUUID } from 'node:crypto'
import { eventRefusal, invalidExtensionState } from '../../contract/extensions-api-refusals.ts'
import {
  extensionMove,
  type ExtensionRequest,
  type ExtensionState,
} from '../../contract/extension-states.ts'
import type { ExtensionEvent, ExtensionEventType } from '../../contract/extensions-api.ts'
import type { RuntimeAnswer } from '../../contract/runtime-api-refusals.ts'

/** One extension of an execution environment, without any HTTP. */
export class Extension {
  readonly identifier = randomUUID()
  readonly name: string
  /** Part of the runtime's process, not a program of its own. */
  readonly isInternal: boolean
  #state: ExtensionState = 'Started'
  #events: readonly ExtensionEventType[] = []
  #errorType: string | undefined
  #deliver: ((event: ExtensionEvent) => void) | undefined
  /** Came before it was asked for. */
  #early: ExtensionEvent | undefined

  constructor(name: string, isInternal: boolean) {
    this.name = name
    this.isInternal = isInternal
  }

  get state(): ExtensionState {
    return this.#state
  }

  get events(): readonly ExtensionEventType[] {
    return this.#events
  }

  /** That it posted, or that it failed to start with. */
  get errorType(): string | undefined {
    return this.#errorType
  }

  register(events: readonly string[]): RuntimeAnswer | undefined {
    for (const event of events) {
      const refused = eventRefusal(event, this.isInternal)
      if (refused !== undefined) return refused
    }
    const refused = this.#move('register', this.name)
    if (refused === undefined) this.#events = [...new Set(events as ExtensionEventType[])]
    return refused
  }

  /** Undefined: it waits, or was served. */
  next(deliver: (event: ExtensionEvent) => void): RuntimeAnswer | undefined {
    const refused = this.#move('next', this.identifier)
    if (refused !== undefined) return refused
    this.#deliver = deliver
    if (this.#early !== undefined) this.give(this.#early)
    return undefined
  }

  fail(by: 'init-error' | 'exit-error', errorType: string): RuntimeAnswer | undefined {
    const refused = this.#move(by, this.identifier)
    if (refused === undefined) this.#errorType ??= errorType
    return refused
  }

  notStarted(errorType: string): void {
    this.#state = extensionMove(this.#state, 'not-started') ?? this.#state
    this.#errorType ??= errorType
  }

  /** An event that it registered for, now or when it asks. */
  give(event: ExtensionEvent): void {
    const to = extensionMove(this.#state, 'delivered')
    this.#early = to === undefined ? event : undefined
    if (to === undefined) return
    this.#state = to
    this.#deliver!(event)
  }

  #move(by: ExtensionRequest, who: string): RuntimeAnswer | undefined {
    const to = extensionMove(this.#state, by)
    if (to === undefined) return invalidExtensionState(who, this.#state, by)
    this.#state = to
    return undefined
  }
}
