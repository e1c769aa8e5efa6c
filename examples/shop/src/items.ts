import type { APIGatewayProxyHandlerV2 } from 'aws-lambda'
import { catalogue, itemOf } from './catalogue.ts'
import { reply } from './reply.ts'

export const items: APIGatewayProxyHandlerV2 = async ({ pathParameters }) => {
  const id = pathParameters?.['id']
  if (id === undefined) return reply(200, catalogue)
  const item = itemOf(id)
  return item === undefined ? reply(404, { message: `there is no ${id}` }) : reply(200, item)
}
