import type { APIGatewayProxyHandlerV2 } from 'aws-lambda'
import { catalogue } from './catalogue.ts'
import { reply } from './reply.ts'

/** Only those get here whom `gate` let in. */
export const stock: APIGatewayProxyHandlerV2 = async () =>
  reply(200, Object.fromEntries(catalogue.map(({ id, left }) => [id, left])))
