import { invalidSubscription, subscriptionClosed } from '../../contract/extensions-api-refusals.ts'
import { parseSubscription, type SubscriptionApi } from '../../contract/telemetry-api.ts'
import type { Exchange } from '../wire/exchange.ts'
import { callerOf } from './exchange.ts'
import { Extension } from './extension.ts'
import type { Extensions } from './extensions.ts'

const LARGEST_BODY = 64 * 1024

/** PUT telemetry, or logs. */
export async function subscribe(
  extensions: Extensions,
  api: SubscriptionApi,
  exchange: Exchange,
): Promise<void> {
  const extension = callerOf(extensions, exchange)
  if (!(extension instanceof Extension)) return exchange.answer(extension)
  const body = await exchange.readBody(LARGEST_BODY)
  const subscription = parseSubscription(api, typeof body === 'string' ? '' : body.toString())
  if ('faults' in subscription) {
    return exchange.answer(invalidSubscription(subscription.faults))
  }
  if (!extensions.telemetry.isOpen) return exchange.answer(subscriptionClosed(api))
  extensions.telemetry.subscribe(extension.name, subscription)
  exchange.answer({ status: 200, body: '"OK"' })
}
