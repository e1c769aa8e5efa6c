import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Order } from './order.ts'

/** `<order>.<signature>`, both base64url. */
export function sign(order: Order): string {
  const content = Buffer.from(JSON.stringify(order)).toString('base64url')
  return `${content}.${signatureOf(content).toString('base64url')}`
}

/** What a receipt was for; undefined where it is none of ours. */
export function verify(receipt: string): Order | undefined {
  const [content = '', signature = ''] = receipt.split('.')
  const given = Buffer.from(signature, 'base64url')
  const right = signatureOf(content)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  return JSON.parse(Buffer.from(content, 'base64url').toString()) as Order
}

function signatureOf(content: string): Buffer {
  const key = process.env['SIGNING_KEY']
  if (!key) throw new Error('SIGNING_KEY is not set')
  return createHmac('sha256', key).update(content).digest()
}
