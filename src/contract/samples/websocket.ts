/** What requests of one connection have in common. */
const connection = {
  stage: 'prod',
  messageDirection: 'IN' as const,
  domainName: 'w1x2y3z4a5.execute-api.us-east-1.amazonaws.com',
  apiId: 'w1x2y3z4a5',
  connectedAt: 1_783_711_144_836,
  connectionId: 'JKJaXcnhPHcCEhg=',
  identity: { sourceIp: '203.0.113.24', userAgent: 'curl/8.7.1' },
}

/** WebSocket API: a client wants to connect. */
export const websocketConnect = {
  headers: {
    Host: 'w1x2y3z4a5.execute-api.us-east-1.amazonaws.com',
    'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    'X-Forwarded-For': '203.0.113.24',
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
  },
  multiValueHeaders: {
    Host: ['w1x2y3z4a5.execute-api.us-east-1.amazonaws.com'],
    'Sec-WebSocket-Extensions': ['permessage-deflate; client_max_window_bits'],
    'Sec-WebSocket-Key': ['dGhlIHNhbXBsZSBub25jZQ=='],
    'Sec-WebSocket-Version': ['13'],
    'X-Forwarded-For': ['203.0.113.24'],
    'X-Forwarded-Port': ['443'],
    'X-Forwarded-Proto': ['https'],
  },
  queryStringParameters: { room: 'lobby' },
  multiValueQueryStringParameters: { room: ['lobby'] },
  requestContext: {
    routeKey: '$connect',
    eventType: 'CONNECT' as const,
    extendedRequestId: 'JKJaXFmPvHcESHA=',
    requestTime: '10/Jul/2026:19:19:04 +0000',
    requestTimeEpoch: 1_783_711_144_836,
    requestId: 'JKJaXFmPvHcESHA=',
    ...connection,
  },
  isBase64Encoded: false,
}

/** WebSocket API: a message of a client's. */
export const websocketMessage = {
  requestContext: {
    routeKey: '$default',
    messageId: 'JKJbVdPSPHcCEhg=',
    eventType: 'MESSAGE' as const,
    extendedRequestId: 'JKJbVF0mPHcESHA=',
    requestTime: '10/Jul/2026:19:19:10 +0000',
    requestTimeEpoch: 1_783_711_150_102,
    requestId: 'JKJbVF0mPHcESHA=',
    ...connection,
  },
  body: '{"action":"say","text":"hello"}',
  isBase64Encoded: false,
}

/** WebSocket API: a connection has ended. */
export const websocketDisconnect = {
  headers: {
    Host: 'w1x2y3z4a5.execute-api.us-east-1.amazonaws.com',
    'x-api-key': '',
    'X-Forwarded-For': '',
    'x-restapi': '',
  },
  multiValueHeaders: {
    Host: ['w1x2y3z4a5.execute-api.us-east-1.amazonaws.com'],
    'x-api-key': [''],
    'X-Forwarded-For': [''],
    'x-restapi': [''],
  },
  requestContext: {
    routeKey: '$disconnect',
    disconnectStatusCode: 1005,
    disconnectReason: 'Client-side close frame status not set',
    eventType: 'DISCONNECT' as const,
    extendedRequestId: 'JKJdNEhRPHcEfFg=',
    requestTime: '10/Jul/2026:19:19:22 +0000',
    requestTimeEpoch: 1_783_711_162_344,
    requestId: 'JKJdNEhRPHcEfFg=',
    ...connection,
  },
  isBase64Encoded: false,
}
