import type { APIGatewayRequestSimpleAuthorizerHandlerV2 } from 'aws-lambda'

/** Asked by the API before a request reaches `stock`. */
export const gate: APIGatewayRequestSimpleAuthorizerHandlerV2 = async ({ headers }) => {
  const key = process.env['STAFF_KEY']
  return { isAuthorized: !!key && headers?.['authorization'] === `Bearer ${key}` }
}
