import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { APIGatewayProxyHandlerV2 } from 'aws-lambda'
import { readOrder, type Order } from './order.ts'
import { sign } from './receipt.ts'
import { reply } from './reply.ts'

const sqs = new SQSClient()

export const orders: APIGatewayProxyHandlerV2 = async ({ body, isBase64Encoded }) => {
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : body
  const order = readOrder(text)
  if (typeof order === 'string') return reply(400, { message: order })
  await enqueue(order)
  return reply(202, { receipt: sign(order) })
}

async function enqueue(order: Order): Promise<void> {
  const queue = process.env['QUEUE_URL']
  const message = JSON.stringify(order)
  // `oche dev` has no queue of its own, see local: in oche.yaml.
  if (!queue) console.log(`would be put into the queue: ${message}`)
  else await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: message }))
}
