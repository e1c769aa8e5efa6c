import { itemOf } from './catalogue.ts'

export interface Order {
  item: string
  count: number
}

/** The order that a text holds, or what is wrong with it. */
export function readOrder(text: string | undefined): Order | string {
  let value: unknown
  try {
    value = JSON.parse(text ?? '')
  } catch {
    return 'an order is JSON'
  }
  const { item, count } = (value ?? {}) as Partial<Order>
  const found = itemOf(item)
  if (found === undefined) return 'item: there is no such item'
  if (!Number.isInteger(count) || count! < 1) return 'count: a whole number from 1'
  return { item: found.id, count: count! }
}
