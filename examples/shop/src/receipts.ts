import type { APIGatewayProxyHandlerV2 } from 'aws-lambda'
import { verify } from './receipt.ts'
import { reply } from './reply.ts'

export const receipts: APIGatewayProxyHandlerV2 = async ({ pathParameters }) => {
  const order = verify(pathParameters?.['receipt'] ?? '')
  return order === undefined ? reply(404, { message: 'no receipt of ours' }) : reply(200, { order })
}
