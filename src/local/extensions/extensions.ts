import { extensionRefusal } from '../../contract/extensions-api-refusals.ts'
import {
  MOST_EXTENSIONS,
  type ExtensionErrorType,
  type ExtensionEvent,
  type Registered,
} from '../../contract/extensions-api.ts'
import type { RuntimeAnswer } from '../../contract/runtime-api-refusals.ts'
import { Extension } from './extension.ts'
import type { Telemetry } from './telemetry.ts'

/**
 * All extensions of one start of an execution environment: who registered for what, and whether all of
 * them have asked for more.
 */
export class Extensions {
  /** What those that register are told of the function. */
  readonly told: Required<Registered>
  /** What they may subscribe to. */
  readonly telemetry: Telemetry
  readonly #onRegistered: () => void
  readonly #all: Extension[] = []
  #isRegistrationOpen = true
  #whenReady: (() => void) | undefined
  #error: ExtensionErrorType | undefined

  /** @param onRegistered told once, when every external extension has registered */
  constructor(told: Required<Registered>, telemetry: Telemetry, onRegistered: () => void) {
    this.told = told
    this.telemetry = telemetry
    this.#onRegistered = onRegistered
  }

  get all(): readonly Extension[] {
    return this.#all
  }

  /** Of the first error that one of them posted. */
  get error(): ExtensionErrorType | undefined {
    return this.#error
  }

  /** Those that have not asked for more. */
  get owing(): string[] {
    return this.#all.filter(({ state }) => state !== 'Ready').map(({ name }) => name)
  }

  get present(): { external: boolean; internal: boolean } {
    return {
      external: this.#all.some(({ isInternal }) => !isInternal),
      internal: this.#all.some(({ isInternal }) => isInternal),
    }
  }

  /** An external extension, before its program is started. */
  expect(name: string): Extension {
    const extension = new Extension(name, false)
    this.#all.push(extension)
    return extension
  }

  register(name: string, events: readonly string[]): Extension | RuntimeAnswer {
    const expected = this.#all.find((one) => one.name === name && !one.isInternal)
    const extension = expected ?? new Extension(name, true)
    const refused =
      (expected === undefined ? this.#refuseInternal(name) : undefined) ??
      extension.register(events)
    if (refused !== undefined) return refused
    if (expected === undefined) this.#all.push(extension)
    else if (this.#all.every(({ state }) => state !== 'Started')) this.#onRegistered()
    return extension
  }

  find(identifier: string): Extension | undefined {
    return this.#all.find((one) => one.identifier === identifier)
  }

  next(extension: Extension, deliver: (event: ExtensionEvent) => void): RuntimeAnswer | undefined {
    const refused = extension.next(deliver)
    if (refused === undefined) this.#tellWhenReady()
    return refused
  }

  fail(
    extension: Extension,
    by: 'init-error' | 'exit-error',
    errorType: string,
  ): RuntimeAnswer | undefined {
    const refused = extension.fail(by, errorType)
    const error = by === 'init-error' ? 'Extension.InitError' : 'Extension.ExitError'
    if (refused === undefined) this.#error ??= error
    return refused
  }

  /** The runtime has asked for its first invocation. */
  closeRegistration(): void {
    this.#isRegistrationOpen = false
  }

  /** To all that registered for it. */
  give(event: ExtensionEvent): void {
    for (const one of this.#all) if (one.events.includes(event.eventType)) one.give(event)
  }

  /** Calls as soon as all of them have asked for more, which may be at once. */
  whenReady(call: () => void): void {
    this.#whenReady = call
    this.#tellWhenReady()
  }

  #tellWhenReady(): void {
    const call = this.#whenReady
    if (call === undefined || this.#all.some(({ state }) => state !== 'Ready')) return
    this.#whenReady = undefined
    call()
  }

  #refuseInternal(name: string): RuntimeAnswer | undefined {
    if (!this.#isRegistrationOpen) return extensionRefusal('registration-closed')
    if (this.#all.length >= MOST_EXTENSIONS) return extensionRefusal('too-many')
    if (this.#all.some((one) => one.name === name)) return extensionRefusal('name-taken')
    return undefined
  }
}
