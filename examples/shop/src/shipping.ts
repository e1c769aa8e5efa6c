import type { SQSHandler } from 'aws-lambda'
import { readOrder } from './order.ts'

/** What cannot be shipped goes back to the queue; the others of its batch do not. */
export const shipping: SQSHandler = async ({ Records }) => {
  const batchItemFailures = []
  for (const { messageId, body } of Records) {
    const order = readOrder(body)
    if (typeof order === 'string') {
      console.error(`message ${messageId}: ${order}`)
      batchItemFailures.push({ itemIdentifier: messageId })
    } else {
      console.log(`shipped ${order.count} of ${order.item}`)
    }
  }
  return { batchItemFailures }
}
