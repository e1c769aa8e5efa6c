import { httpApiV1 } from './http-api-v1.ts'
import { httpApiV2 } from './http-api-v2.ts'

const TOKEN = 'Bearer a-token'

/** Lambda authorizer of an HTTP API, payload format 2.0. */
export const authorizerV2 = asAuthorizerV2(httpApiV2)

/** Lambda authorizer of an HTTP API, payload format 1.0; that of a REST API of type REQUEST is like it. */
export const authorizerV1 = asAuthorizerV1(httpApiV1)

/** Lambda authorizer of a REST API, of type TOKEN. */
export const authorizerToken = {
  type: 'TOKEN' as const,
  methodArn: 'arn:aws:execute-api:us-east-1:123456789012:f6g7h8i9j0/prod/POST/items/42',
  authorizationToken: TOKEN,
}

function asAuthorizerV2({
  version,
  routeKey,
  body: _body,
  isBase64Encoded: _encoded,
  ...request
}: typeof httpApiV2) {
  return {
    version,
    type: 'REQUEST' as const,
    routeArn: 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/$default/POST/items/42',
    identitySource: [TOKEN],
    routeKey,
    ...request,
    headers: { ...request.headers, authorization: TOKEN },
  }
}

function asAuthorizerV1({ body: _body, isBase64Encoded: _encoded, ...request }: typeof httpApiV1) {
  return {
    ...request,
    version: '1.0',
    type: 'REQUEST' as const,
    methodArn: 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/$default/POST/items/42',
    identitySource: TOKEN,
    authorizationToken: TOKEN,
    headers: { ...request.headers, Authorization: TOKEN },
    multiValueHeaders: { ...request.multiValueHeaders, Authorization: [TOKEN] },
  }
}
