import type { Random } from './random.ts'

/** Bytes to send on one connection, in pieces. */
export interface Message {
  pieces: Buffer[]
  /** Tear the connection down instead of ending it. */
  abrupt: boolean
}

/** A malformed request for the port of the front door and the Invoke API. */
export function clientMessage(random: Random): Message {
  const whole = random.once(12)
    ? random.bytes(random.below(400))
    : requestBytes(random, clientParts)
  return cut(random, random.once(2) ? mutated(random, whole) : whole)
}

/** A malformed request for the Runtime API of an execution environment. */
export function runtimeMessage(random: Random): Message {
  const whole = random.once(12)
    ? random.bytes(random.below(400))
    : requestBytes(random, runtimeParts)
  return cut(random, random.once(2) ? mutated(random, whole) : whole)
}

interface Parts {
  methods: readonly string[]
  targets: readonly ((random: Random) => string)[]
  headers: readonly ((random: Random) => string)[]
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT']
const NO_METHODS = ['get', 'G\0T', '', 'VERYLONGMETHOD'.repeat(40), 'PO ST', 'PRI']
const VERSIONS = [
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/9.9',
  'http/1.1',
  '',
]
const LINE_ENDS = ['\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r', '\r\n \r\n']

const clientParts: Parts = {
  methods: [...METHODS, ...NO_METHODS],
  targets: [
    () => '/',
    () => '*',
    () => '',
    () => '//',
    () => '/../../etc/passwd',
    () => '/%',
    () => '/%zz%ff%00',
    () => '/\u00e4 b',
    () => '/?%=&&;=&a=%',
    () => 'http://elsewhere.example/x?y',
    () => '://',
    (random) => `/${'a'.repeat(random.below(70_000))}`,
    (random) => `/?${'a=1&'.repeat(random.below(3_000))}`,
    () => '/2015-03-31/functions/function/invocations',
    () => '/2015-03-31/functions/function/invocations?Qualifier=%00',
    () => '/2015-03-31/functions/nobody/invocations',
    () => '/2015-03-31/functions/%2F%2e%2e/invocations',
    () => '/2015-03-31/functions/',
    () => '/2021-11-15/functions/function/response-streaming-invocations',
    () => '/2021-11-15/functions//response-streaming-invocations',
  ],
  headers: [
    (random) => `X-Amz-Invocation-Type: ${random.pick(['Event', 'DryRun', 'None', ''])}`,
    (random) => `X-Amz-Log-Type: ${random.pick(['Tail', 'None', '\u0001'])}`,
    (random) => `X-Amz-Client-Context: ${random.pick(['e30=', '!', 'e', 'A'.repeat(9_000)])}`,
    () => 'X-Amz-Tenant-Id: a b',
    () => 'Cookie: =;;;a=b;=',
    () => 'Accept: ,,;q=x',
    () => 'Origin: null',
    () => 'Access-Control-Request-Method: \u007f',
    () => 'Authorization: Bearer a.b.c',
  ],
}

const requestPath = '/2018-06-01/runtime/invocation'

const runtimeParts: Parts = {
  methods: ['POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', ...NO_METHODS],
  targets: [
    (random) => `${requestPath}/${idOf(random)}/response`,
    (random) => `${requestPath}/${idOf(random)}/error`,
    (random) => `${requestPath}/${idOf(random)}/${random.pick(['', 'nothing', 'response/x'])}`,
    () => `${requestPath}/`,
    () => '/2018-06-01/runtime/init/error',
    () => '/2018-06-01/runtime/',
    () => '/2019-01-01/runtime/invocation/next',
    () => '/2020-01-01/extension/register',
    () => '/',
    () => '/%ff',
  ],
  headers: [
    (random) =>
      `Lambda-Runtime-Function-Response-Mode: ${random.pick(['streaming', 'buffered', ''])}`,
    (random) =>
      `Lambda-Runtime-Function-Error-Type: ${random.pick(['Runtime.X', 'x', '', 'A'.repeat(5_000)])}`,
    (random) =>
      `Lambda-Runtime-Function-XRay-Error-Cause: ${random.pick(['{}', '{', 'x'.repeat(70_000)])}`,
    (random) => `Lambda-Runtime-Invocation-Id: ${random.pick(['stale', '', '0'])}`,
    () => 'Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
    () => 'Content-Type: application/vnd.awslambda.http-integration-response',
  ],
}

function idOf(random: Random): string {
  return random.pick(['', '0', 'undefined', '00000000-0000-0000-0000-000000000000', '%00', '..'])
}

/** Both kinds of message have these. */
const COMMON_HEADERS: readonly ((random: Random) => string)[] = [
  (random) =>
    `Content-Length: ${random.pick(['0', '5', '-1', '5, 5', '1e3', 'x', '99999999999999999999', ''])}`,
  (random) => `Content-Length: ${random.below(2_000)}`,
  (random) =>
    `Transfer-Encoding: ${random.pick(['chunked', 'gzip, chunked', 'chunked, chunked', 'identity', ''])}`,
  (random) => `Connection: ${random.pick(['close', 'keep-alive', 'upgrade', ',,'])}`,
  () => 'Upgrade: websocket',
  () => 'Expect: 100-continue',
  () => 'Expect: nothing',
  (random) =>
    `Content-Type: ${random.pick(['application/json', '', ';;', 'multipart/form-data', '/'])}`,
  () => 'Host: a, b',
  () => 'no colon',
  () => ': no name',
  () => 'Sp ace: x',
  () => 'Nul: a\0b',
  () => ' folded: x',
  (random) => `X-Long: ${'x'.repeat(random.below(40_000))}`,
  (random) => Array.from({ length: random.below(1_500) }, (_, i) => `X-${i}: ${i}`).join('\r\n'),
]

const CHUNKED_BODIES = [
  '0\r\n\r\n',
  '5\r\nhello\r\n0\r\n\r\n',
  '5\r\nhel',
  'zz\r\nhello\r\n',
  'ffffffffffffffff\r\nx',
  '5;ext=1\r\nhello\r\n0\r\nLambda-Runtime-Function-Error-Body: no base64!\r\n\r\n',
  '0\r\nbroken trailer\r\n\r\n',
]

function requestBytes(random: Random, parts: Parts): Buffer {
  const end = () => (random.once(10) ? random.pick(LINE_ENDS) : '\r\n')
  const target = random.pick(parts.targets)(random)
  const count = random.below(6)
  const headers = Array.from({ length: count }, () =>
    random.pick(random.once(2) ? parts.headers : COMMON_HEADERS)(random),
  )
  const lines = [
    `${random.pick(parts.methods)} ${target} ${random.pick(VERSIONS)}`,
    ...(random.once(6) ? [] : ['Host: localhost']),
    ...headers,
    '',
  ]
  const head = Buffer.from(lines.map((line) => line + end()).join(''), 'latin1')
  return Buffer.concat([head, bodyBytes(random), ...(random.once(15) ? [head] : [])])
}

function bodyBytes(random: Random): Buffer {
  switch (random.below(4)) {
    case 0:
      return Buffer.from(random.pick(CHUNKED_BODIES))
    case 1:
      return random.bytes(random.below(300))
    case 2:
      return Buffer.from(random.pick(['{', '{"a":1}', 'null', '"\\ud800"', '\ufeff{}', '']))
    default:
      return Buffer.alloc(0)
  }
}

/** Bytes changed, left out or said twice, or the end missing. */
function mutated(random: Random, bytes: Buffer): Buffer {
  if (bytes.length === 0) return bytes
  const at = random.below(bytes.length)
  const upTo = at + random.below(Math.min(50, bytes.length - at) + 1)
  switch (random.below(4)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(upTo)])
    case 2:
      return Buffer.concat([bytes.subarray(0, upTo), bytes.subarray(at)])
    default:
      return Buffer.concat([bytes.subarray(0, at), random.bytes(upTo - at), bytes.subarray(upTo)])
  }
}

function cut(random: Random, bytes: Buffer): Message {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const length = random.once(3) ? 1 + random.below(64) : bytes.length - at
    pieces.push(bytes.subarray(at, at + length))
    at += length
    // Many small pieces say no more than a few.
    if (pieces.length > 8) {
      pieces.push(bytes.subarray(at))
      break
    }
  }
  return { pieces, abrupt: random.once(8) }
}
