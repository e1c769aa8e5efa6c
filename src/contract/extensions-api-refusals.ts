import {
  requestedExtensionState,
  type ExtensionRequest,
  type ExtensionState,
} from './extension-states.ts'
import { EXTENSION_EVENTS, MOST_EXTENSIONS, type ExtensionEventType } from './extensions-api.ts'
import type { SubscriptionApi } from './telemetry-api.ts'
import type { RuntimeAnswer } from './runtime-api-refusals.ts'

/** Why the Extensions API turns a request down that can be refused without more to say. */
type ExtensionRefusal =
  | 'no-identifier'
  | 'invalid-identifier'
  | 'no-name'
  | 'no-error-type'
  /** Extensions register until the runtime asks for its first invocation. */
  | 'registration-closed'
  | 'name-taken'
  | 'too-many'

const ANSWERS: Record<ExtensionRefusal, readonly [type: string, message: string]> = {
  'no-identifier': [
    'Extension.MissingExtensionIdentifier',
    'Missing Lambda-Extension-Identifier header',
  ],
  'invalid-identifier': [
    'Extension.InvalidExtensionIdentifier',
    'Invalid Lambda-Extension-Identifier',
  ],
  'no-name': ['Extension.InvalidExtensionName', 'Empty extension name'],
  'no-error-type': ['Extension.MissingHeader', 'Lambda-Extension-Function-Error-Type not found'],
  'registration-closed': ['Extension.RegistrationClosed', 'Extension registration closed already'],
  'name-taken': ['Extension.InvalidExtensionState', 'Extension with this name already registered'],
  'too-many': ['Extension.TooManyExtensions', `Extension limit (${MOST_EXTENSIONS}) reached`],
}

export function extensionRefusal(refusal: ExtensionRefusal): RuntimeAnswer {
  return forbidden(...ANSWERS[refusal])
}

export function unknownExtension(identifier: string): RuntimeAnswer {
  return forbidden('Extension.UnknownExtensionIdentifier', `Unknown extension ${identifier}`)
}

/** What register was sent is no JSON that it takes. */
export function invalidRegistration(reason: string): RuntimeAnswer {
  return forbidden('InvalidRequestFormat', reason)
}

/** A request that an extension may not make in the state that it is in. */
export function invalidExtensionState(
  extension: string,
  from: ExtensionState,
  by: ExtensionRequest,
): RuntimeAnswer {
  const message = `State transition from ${from} to ${requestedExtensionState[by]} failed for extension ${extension}. Error: State transition is not allowed`
  return forbidden('Extension.InvalidExtensionState', message)
}

/**
 * Whether an extension may register for an event: an internal one ends with the runtime, and is told
 * of that by SIGTERM alone.
 */
export function eventRefusal(event: string, isInternal: boolean): RuntimeAnswer | undefined {
  const isKnown = EXTENSION_EVENTS.includes(event as ExtensionEventType)
  if (isKnown && !(isInternal && event === 'SHUTDOWN')) return undefined
  const reason = isKnown ? 'ShutdownEventNotSupportedForInternalExtension' : 'ErrorInvalidEventType'
  return forbidden('Extension.InvalidEventType', `${event}: ${reason}`)
}

/** What was subscribed to is no subscription. */
export function invalidSubscription(faults: string): RuntimeAnswer {
  return {
    status: 400,
    body: JSON.stringify({ errorType: 'ValidationError', errorMessage: faults }),
  }
}

/** Extensions subscribe while the execution environment starts. */
export function subscriptionClosed(api: SubscriptionApi): RuntimeAnswer {
  const name = api === 'logs' ? 'Logs' : 'Telemetry'
  return forbidden(`${name}.SubscriptionClosed`, `${name} API subscription is closed`)
}

function forbidden(errorType: string, errorMessage: string): RuntimeAnswer {
  return { status: 403, body: JSON.stringify({ errorMessage, errorType }) }
}
