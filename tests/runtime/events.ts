/** Events of three endpoints, as small as a `fetch` handler needs them. */

const http = { method: 'GET', protocol: 'HTTP/1.1', sourceIp: '203.0.113.24' }

export function functionUrl(path: string) {
  return v2(path, 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.on.aws')
}

export function httpApiV2(path: string) {
  return v2(path, 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com')
}

export function rest(path: string) {
  return {
    httpMethod: 'GET',
    path,
    headers: null,
    multiValueHeaders: null,
    requestContext: {
      domainName: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      stage: 'prod',
    },
    body: null,
    isBase64Encoded: false,
  }
}

function v2(path: string, domainName: string) {
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: '',
    headers: { host: domainName },
    requestContext: { domainName, stage: '$default', http: { ...http, path } },
    isBase64Encoded: false,
  }
}
