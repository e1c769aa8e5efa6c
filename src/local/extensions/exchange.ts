import type { IncomingMessage, ServerResponse } from 'node:http'
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
import { answer, refuse } from '../http/answer.ts'
import { readBody } from '../http/read-body.ts'
import { Extension } from './extension.ts'
import type { Extensions } from './extensions.ts'

const LARGEST_BODY = 256 * 1024

/** A request of the Extensions API. */
export async function handleExtension(
  extensions: Extensions,
  resource: ExtensionResource,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (resource === 'register') return register(extensions, request, response)
  const extension = callerOf(extensions, request)
  if (!(extension instanceof Extension)) return refuse(request, response, extension)
  if (resource === 'next') {
    const refused = extensions.next(extension, (event) => hand(response, event))
    if (refused !== undefined) answer(response, refused)
    return
  }
  const errorType = headerOf(request, extensionHeaders.functionErrorType)
  const refused =
    errorType === ''
      ? extensionRefusal('no-error-type')
      : extensions.fail(extension, resource, errorType)
  refuse(request, response, refused ?? runtimeAccepted)
}

/** Which extension asks, by its identifier. */
export function callerOf(
  extensions: Extensions,
  request: IncomingMessage,
): Extension | RuntimeAnswer {
  const identifier = headerOf(request, extensionHeaders.identifier)
  if (identifier === '') return extensionRefusal('no-identifier')
  if (!UUID.test(identifier)) return extensionRefusal('invalid-identifier')
  return extensions.find(identifier) ?? unknownExtension(identifier)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function register(
  extensions: Extensions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = headerOf(request, extensionHeaders.name)
  if (name === '') return refuse(request, response, extensionRefusal('no-name'))
  const body = await readBody(request, LARGEST_BODY)
  const events = eventsOf(typeof body === 'string' ? '' : body.toString())
  if ('reason' in events) return answer(response, invalidRegistration(events.reason))
  const registered = extensions.register(name, events.events)
  if (!(registered instanceof Extension)) return answer(response, registered)
  const features = headerOf(request, extensionHeaders.acceptFeature).split(/\s*,\s*/)
  const { accountId, ...told } = extensions.told
  send(response, extensionHeaders.identifier, registered.identifier, {
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

function hand(response: ServerResponse, event: ExtensionEvent): void {
  send(response, extensionHeaders.eventIdentifier, crypto.randomUUID(), event)
}

function send(
  response: ServerResponse,
  header: string,
  value: string,
  content: ExtensionEvent | Registered,
): void {
  const body = JSON.stringify(content)
  response.writeHead(200, [
    'Content-Type',
    'application/json',
    'Content-Length',
    String(Buffer.byteLength(body)),
    canonicalName(header),
    value,
  ])
  response.end(body)
}

function headerOf({ headers }: IncomingMessage, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}
