import {
  extensionRefusal,
  invalidRegistration,
  unknownExtension,
} from '../../contract/extensions-api-refusals.ts'
import {
  ACCOUNT_FEATURE,
  extensionHeaders,
  type ExtensionEvent,
  type ExtensionResource,
  type Registered,
} from '../../contract/extensions-api.ts'
import { canonicalName } from '../../contract/http/header-lines.ts'
import { runtimeAccepted, type RuntimeAnswer } from '../../contract/runtime-api-refusals.ts'
import { messageOf } from '../../core/errors.ts'
import type { Exchange } from '../wire/exchange.ts'
import { Extension } from './extension.ts'
import type { Extensions } from './extensions.ts'

const LARGEST_BODY = 256 * 1024

/** A request of the Extensions API. */
export async function handleExtension(
  extensions: Extensions,
  resource: ExtensionResource,
  exchange: Exchange,
): Promise<void> {
  if (resource === 'register') return register(extensions, exchange)
  const extension = callerOf(extensions, exchange)
  if (!(extension instanceof Extension)) return exchange.answer(extension)
  if (resource === 'next') {
    const refused = extensions.next(extension, (event) => hand(exchange, event))
    if (refused !== undefined) exchange.answer(refused)
    return
  }
  const errorType = headerOf(exchange, extensionHeaders.functionErrorType)
  const refused =
    errorType === ''
      ? extensionRefusal('no-error-type')
      : extensions.fail(extension, resource, errorType)
  exchange.answer(refused ?? runtimeAccepted)
}

/** Which extension asks, by its identifier. */
export function callerOf(extensions: Extensions, exchange: Exchange): Extension | RuntimeAnswer {
  const identifier = headerOf(exchange, extensionHeaders.identifier)
  if (identifier === '') return extensionRefusal('no-identifier')
  if (!UUID.test(identifier)) return extensionRefusal('invalid-identifier')
  return extensions.find(identifier) ?? unknownExtension(identifier)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function register(extensions: Extensions, exchange: Exchange): Promise<void> {
  const name = headerOf(exchange, extensionHeaders.name)
  if (name === '') return exchange.answer(extensionRefusal('no-name'))
  const body = await exchange.readBody(LARGEST_BODY)
  const events = eventsOf(typeof body === 'string' ? '' : body.toString())
  if ('reason' in events) return exchange.answer(invalidRegistration(events.reason))
  const registered = extensions.register(name, events.events)
  if (!(registered instanceof Extension)) return exchange.answer(registered)
  const features = headerOf(exchange, extensionHeaders.acceptFeature).split(/\s*,\s*/)
  const { accountId, ...told } = extensions.told
  send(exchange, extensionHeaders.identifier, registered.identifier, {
    ...(features.includes(ACCOUNT_FEATURE) && { accountId }),
    ...told,
  })
}

/** Events of a body such as `{"events":["INVOKE","SHUTDOWN"]}`. */
function eventsOf(body: string): { events: string[] } | { reason: string } {
  let parsed: { events?: unknown } | null
  try {
    parsed = JSON.parse(body) as typeof parsed
  } catch (error) {
    return { reason: messageOf(error) }
  }
  const events = parsed?.events ?? []
  if (!Array.isArray(events) || !events.every((event) => typeof event === 'string')) {
    return { reason: '"events" is a list of names' }
  }
  return { events }
}

function hand(exchange: Exchange, event: ExtensionEvent): void {
  send(exchange, extensionHeaders.eventIdentifier, crypto.randomUUID(), event)
}

function send(
  exchange: Exchange,
  header: string,
  value: string,
  content: ExtensionEvent | Registered,
): void {
  const lines = `${canonicalName(header)}: ${value}\r\n`
  exchange.answer({ status: 200, body: JSON.stringify(content) }, lines)
}

function headerOf(exchange: Exchange, name: string): string {
  return exchange.header(name) ?? ''
}
