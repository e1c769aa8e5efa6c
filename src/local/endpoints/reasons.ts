import type { FunctionError } from '../../contract/function-error.ts'
import { endpointKinds } from '../../contract/http/endpoints/index.ts'
import type { Refusal } from '../../contract/http/refusal.ts'
import { splitTarget } from '../../contract/http/target.ts'
import type { Refused } from '../types.ts'
import type { Head } from './passage.ts'
import type { Site } from './sites.ts'

/** Routes that are named at most. */
const NAMED = 5

export function noRoute({ method, target }: Head, { routes, kind }: Site): Refusal {
  const keys = routes.map(({ key }) => key)
  const more = keys.length > NAMED ? ` and ${keys.length - NAMED} more` : ''
  const there = keys.slice(0, NAMED).join(', ') + more
  const noun = endpointKinds[kind].noun.replace(/^an? /, '')
  const reason = `no route takes ${method} ${splitTarget(target).path}: add one to routes; this ${noun} has ${there}`
  return { cause: 'no-route', reason }
}

export function noEndpoint(): Refusal {
  const reason = 'no function has an endpoint here: call them by oche invoke, or give one http: url'
  return { cause: 'no-route', reason }
}

export function bodyTooLarge(what: string, limit: number): Refusal {
  const reason = `${what} has more than ${limit} bytes: send less, such as the key of an object in S3`
  return { cause: 'body-too-large', reason }
}

export function tooLate(timeoutMs: number): Refusal {
  const reason = `the answer was not whole within the ${timeoutMs / 1000} s that this endpoint waits: answer sooner, or use a Function URL`
  return { cause: 'timeout', reason }
}

export function throttled(name: string): Refusal {
  const reason = `${name} runs as often as it may: raise reservedConcurrency, or wait`
  return { cause: 'throttled', reason }
}

export function closing(): Refusal {
  return { cause: 'function-error', reason: 'the local Lambda is being closed: ask again later' }
}

/** @param payload that the function, or Lambda in its place, answered with */
export function functionFailed(payload: Uint8Array): Refusal {
  return { cause: 'function-error', reason: `the function failed: ${errorText(payload)}` }
}

/** Of a stream whose status the client has already. */
export function cutOff(failure: FunctionError): Refused {
  const { errorType, errorMessage } = failure
  return {
    cause: 'cut-off',
    reason: oneLine(`the stream broke off: ${errorType}: ${errorMessage}`),
  }
}

/** @param refusal of the metadata that a stream begins with */
export function malformedMetadata(refusal: Refusal): Refusal {
  return { ...refusal, reason: `in the metadata of the stream, ${refusal.reason}` }
}

export function noMetadata(): Refusal {
  const reason =
    'the stream begins without metadata: write JSON such as {"statusCode":200} and eight NUL bytes first, as HttpResponseStream.from does'
  return { cause: 'malformed-answer', reason }
}

function errorText(payload: Uint8Array): string {
  const text = Buffer.from(payload).toString()
  try {
    const { errorType, errorMessage } = JSON.parse(text) as Partial<FunctionError>
    return oneLine([errorType, errorMessage].filter(Boolean).join(': ') || text)
  } catch {
    return oneLine(text)
  }
}

/** Characters of what a function says that are told. */
const LONGEST = 300

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}
