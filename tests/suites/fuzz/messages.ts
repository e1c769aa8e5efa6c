import type { Random } from '../../support/random.ts'

/** Bytes to send on one connection, in pieces. */
export interface Message {
  pieces: Buffer[]
  /** HTTP allows it: it must get an answer, however long that takes. */
  complete: boolean
  /** Tear the connection down instead of ending it. */
  abrupt: boolean
}

/** A request for the port of the endpoint and the Invoke API. */
export function clientMessage(random: Random): Message {
  return message(random, clientParts)
}

/** A request for the Runtime API of an execution environment. */
export function runtimeMessage(random: Random): Message {
  return message(random, runtimeParts)
}

/** One third is HTTP that only means nonsense, one third breaks the grammar, one third is damaged. */
function message(random: Random, parts: Parts): Message {
  switch (random.below(3)) {
    case 0:
      return { pieces: cut(random, grammatical(random, parts)), complete: true, abrupt: false }
    case 1:
      return incomplete(
        random,
        random.once(6) ? random.bytes(random.below(400)) : broken(random, parts),
      )
    default:
      return incomplete(random, damaged(random, grammatical(random, parts)))
  }
}

function incomplete(random: Random, bytes: Buffer): Message {
  return { pieces: cut(random, bytes), complete: false, abrupt: random.once(8) }
}

type Maker = (random: Random) => string

interface Parts {
  methods: readonly string[]
  targets: readonly Maker[]
  /** The grammar forbids these. */
  badTargets: readonly Maker[]
  headers: readonly Maker[]
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
  methods: [...METHODS, 'POST', 'POST', 'POST'],
  badTargets: [() => '', () => '/\u00e4 b', () => '://', () => '/\0'],
  targets: [
    () => '/',
    () => '*',
    () => '//',
    () => '/../../etc/passwd',
    () => '/%',
    () => '/%zz%ff%00',
    () => '/?%=&&;=&a=%',
    () => 'http://elsewhere.example/x?y',
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
  methods: ['POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE'],
  badTargets: [() => '', () => `${requestPath}/a b/response`],
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

/** Both kinds of message have these; HTTP allows them. */
const ODD_HEADERS: readonly Maker[] = [
  (random) => `Connection: ${random.pick(['close', 'keep-alive', 'upgrade', ',,'])}`,
  () => 'Upgrade: websocket',
  () => 'Expect: 100-continue',
  () => 'Expect: nothing',
  (random) =>
    `Content-Type: ${random.pick(['application/json', '', ';;', 'multipart/form-data', '/'])}`,
  (random) => `X-Long: ${'x'.repeat(random.below(12_000))}`,
  (random) => Array.from({ length: random.below(90) }, (_, i) => `X-${i}: ${i}`).join('\r\n'),
  () => 'X-Bytes: \u00ff\u00fe',
  () => 'X-Empty:',
]

/** And these it does not. */
const BAD_HEADERS: readonly Maker[] = [
  (random) =>
    `Content-Length: ${random.pick(['-1', '5, 5', '1e3', 'x', '99999999999999999999', ''])}`,
  (random) => `Content-Length: ${random.below(2_000)}`,
  (random) =>
    `Transfer-Encoding: ${random.pick(['gzip, chunked', 'chunked, chunked', 'identity', ''])}`,
  () => 'Transfer-Encoding: chunked',
  () => 'Host: a, b',
  () => 'no colon',
  () => ': no name',
  () => 'Sp ace: x',
  () => 'Nul: a\0b',
  () => ' folded: x',
  () => `X-Long: ${'x'.repeat(40_000)}`,
  () => Array.from({ length: 3_000 }, (_, i) => `X-${i}: ${i}`).join('\r\n'),
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

/** A request that HTTP allows, its body framed as it says. */
function grammatical(random: Random, parts: Parts): Buffer {
  const body = bodyBytes(random)
  const framed = body.length > 0 && random.once(3) ? chunked(body) : withLength(body)
  const lines = [
    `${random.pick(parts.methods)} ${random.pick(parts.targets)(random)} HTTP/1.1`,
    'Host: localhost',
    ...headersOf(random, parts.headers, ODD_HEADERS),
    framed.header,
  ]
  const head = lines.map((line) => `${line}\r\n`).join('')
  const whole = Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), framed.bytes])
  // Two requests on one connection.
  return random.once(10) ? Buffer.concat([whole, whole]) : whole
}

function withLength(body: Buffer): { header: string; bytes: Buffer } {
  return { header: `Content-Length: ${body.length}`, bytes: body }
}

function chunked(body: Buffer): { header: string; bytes: Buffer } {
  const size = Buffer.from(`${body.length.toString(16)}\r\n`)
  const bytes = Buffer.concat([size, body, Buffer.from('\r\n0\r\n\r\n')])
  return { header: 'Transfer-Encoding: chunked', bytes }
}

/** A request with a few things that HTTP does not allow. */
function broken(random: Random, parts: Parts): Buffer {
  const end = () => (random.once(10) ? random.pick(LINE_ENDS) : '\r\n')
  const target = random.pick(random.once(4) ? parts.badTargets : parts.targets)(random)
  const lines = [
    `${random.pick(random.once(4) ? NO_METHODS : parts.methods)} ${target} ${random.pick(VERSIONS)}`,
    ...(random.once(6) ? [] : ['Host: localhost']),
    ...headersOf(random, parts.headers, BAD_HEADERS),
    '',
  ]
  const head = Buffer.from(lines.map((line) => line + end()).join(''), 'latin1')
  const body = random.once(2) ? Buffer.from(random.pick(CHUNKED_BODIES)) : bodyBytes(random)
  return Buffer.concat([head, body])
}

function headersOf(random: Random, own: readonly Maker[], common: readonly Maker[]): string[] {
  const count = random.below(5)
  return Array.from({ length: count }, () => random.pick(random.once(2) ? own : common)(random))
}

function bodyBytes(random: Random): Buffer {
  switch (random.below(3)) {
    case 0:
      return random.bytes(random.below(300))
    case 1:
      return Buffer.from(random.pick(['{', '{"a":1}', 'null', '"\\ud800"', '\ufeff{}']))
    default:
      return Buffer.alloc(0)
  }
}

/** Bytes changed, left out or said twice, or the end missing. */
function damaged(random: Random, bytes: Buffer): Buffer {
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

function cut(random: Random, bytes: Buffer): Buffer[] {
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
  return pieces
}
