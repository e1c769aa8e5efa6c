import type { IncomingMessage, ServerResponse } from 'node:http'
import { invalidSubscription, subscriptionClosed } from '../../contract/extensions-api-refusals.ts'
import { parseSubscription, type SubscriptionApi } from '../../contract/telemetry-api.ts'
import { answer, refuse } from '../http/answer.ts'
import { readBody } from '../http/read-body.ts'
import { callerOf } from './exchange.ts'
import { Extension } from './extension.ts'
import type { Extensions } from './extensions.ts'

const LARGEST_BODY = 64 * 1024

/** PUT telemetry, or logs. */
export async function subscribe(
  extensions: Extensions,
  api: SubscriptionApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const extension = callerOf(extensions, request)
  if (!(extension instanceof Extension)) return refuse(request, response, extension)
  const body = await readBody(request, LARGEST_BODY)
  const subscription = parseSubscription(api, typeof body === 'string' ? '' : body.toString())
  if ('faults' in subscription) {
    return answer(response, invalidSubscription(subscription.faults))
  }
  if (!extensions.telemetry.isOpen) return answer(response, subscriptionClosed(api))
  extensions.telemetry.subscribe(extension.name, subscription)
  answer(response, { status: 200, body: '"OK"' })
}
