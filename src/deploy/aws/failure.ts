import { messageOf, systemCode } from '../../core/errors.ts'

/** What a call threw, in the terms that retry-policy.ts decides by. */
export interface Failure {
  /** AWS's code without its suffix `Exception`, which IAM's wire codes lack; or Node's system code. */
  code: string
  message: string
  /** Undefined where no answer came. */
  status: number | undefined
  requestId: string | undefined
  /** The SDK has learnt from the answer's date that this machine's clock is wrong, and corrects it. */
  isClockCorrected?: boolean | undefined
  cause: unknown
}

interface Thrown {
  name?: string
  Code?: unknown
  $metadata?: { httpStatusCode?: number; requestId?: string; clockSkewCorrected?: boolean }
  $response?: { statusCode?: number; headers?: Record<string, string> }
}

export function failureOf(thrown: unknown): Failure {
  const { name, $metadata, $response } = (thrown ?? {}) as Thrown
  const status = $response?.statusCode ?? $metadata?.httpStatusCode
  return {
    code: (systemCode(thrown) ?? name ?? 'Error').replace(/(Exception|Error)$/, '') || 'Error',
    message: messageOf(thrown),
    status,
    requestId: $metadata?.requestId,
    isClockCorrected: $metadata?.clockSkewCorrected,
    cause: thrown,
  }
}

/**
 * AWS repeats in a message what it refuses: values of environment variables, and what references stand
 * for, are taken out, in every form in which JSON, XML and URLs write them.
 */
export function withoutSecrets(
  failure: Failure,
  input: object,
  hidden: readonly string[] = [],
): Failure {
  const { Environment } = input as { Environment?: { Variables?: Record<string, string> } }
  const values = [...Object.values(Environment?.Variables ?? {}), ...hidden]
  const secrets = values.filter((value) => value.length > 2)
  const found = secrets.flatMap(formsOf).filter((form) => failure.message.includes(form))
  if (found.length === 0) return failure
  const message = found
    .sort((a, b) => b.length - a.length)
    .reduce((text, form) => text.replaceAll(form, '***'), failure.message)
  return { ...failure, message, cause: retold(failure, message) }
}

/** What is thrown instead: told apart as before, in other words. */
function retold(failure: Failure, message: string): Error {
  const { code, status, requestId, isClockCorrected, cause } = failure
  const $metadata = { httpStatusCode: status, requestId, clockSkewCorrected: isClockCorrected }
  const { $response } = (cause ?? {}) as Thrown
  return Object.assign(new Error(message), { name: code, $metadata, $response })
}

/** A value as it is, and as others write it inside of their own texts. */
function formsOf(value: string): string[] {
  const json = inJson(value)
  const ascii = escapedFrom(json, 0x7f)
  const forms = [value, json, ascii, inJson(json), inJson(ascii), inXml(value)]
  return [...new Set([...forms, ...forms.map((form) => form.replaceAll('/', String.raw`\/`))])]
}

function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}

/** Characters from a code on as `\uXXXX`, as writers of ASCII do. */
function escapedFrom(text: string, code: number): string {
  return [...text]
    .flatMap((character) => (character.codePointAt(0)! < code ? [character] : character.split('')))
    .map((unit) => {
      const number = unit.charCodeAt(0)
      return number < code ? unit : `\\u${number.toString(16).padStart(4, '0')}`
    })
    .join('')
}

const XML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
  '\r': '&#13;',
}

function inXml(value: string): string {
  return value.replaceAll(/[&<>"'\n\r]/g, (character) => XML[character]!)
}

const THROTTLES =
  /^(TooManyRequests|Throttling|ThrottledException|Throttled|RequestLimitExceeded|SlowDown|PriorRequestNotComplete|LimitExceededRate|RequestThrottled)$/

/** AWS did not look at the call: it may be sent again as it is. */
export function isThrottled({ code, status }: Failure): boolean {
  return THROTTLES.test(code) || status === 429
}

const SKEW_CODES =
  /^(RequestTimeTooSkewed|RequestExpired|RequestInTheFuture|InvalidSignature|SignatureDoesNotMatch|AuthFailure)$/

/** The signature was made at another time than AWS's clock shows; nothing was done. */
export function isSkewed({ code, message, isClockCorrected }: Failure): boolean {
  if (!SKEW_CODES.test(code)) return false
  return (
    isClockCorrected === true ||
    /^Request(TimeTooSkewed|Expired|InTheFuture)$/.test(code) ||
    /Signature (expired|not yet current)/i.test(message)
  )
}

const NETWORK =
  /^(ECONNRESET|EPIPE|ETIMEDOUT|Timeout|ECONNABORTED|ENETUNREACH|EAI_AGAIN|ERR_HTTP2|UND_ERR)/

/** AWS may or may not have done it: a 5xx, or a connection that ended before an answer. */
export function isUnanswered({ code, status, message }: Failure): boolean {
  if (status !== undefined && status >= 500) return true
  return NETWORK.test(code) || /socket hang up/.test(message)
}
