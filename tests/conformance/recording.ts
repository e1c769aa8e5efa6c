import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EndpointKind, HeaderLine } from '../../src/contract/http/types.ts'

/**
 * Members that both kinds of file have. The format of recordings is described in their folder's
 * README, what our own cases add to it in ./README.md.
 */
interface Common {
  name: string
  evidence: string
  /** Of the contract, where the case was written from it. */
  rule?: string
  /** The recordings’ own word for the endpoint. */
  frontDoor: string
  route: string | null
  stage: string | null
  api?: { binaryMediaTypes?: string[]; multiValueHeaders?: boolean; invokeMode?: string }
  inferred?: string[]
}

/** What AWS handed to a function for a request. */
export interface RequestRecording extends Common {
  request: {
    method: string
    target: string
    httpVersion?: string | null
    headers: HeaderLine[]
    body?: string
    bodyBase64?: string
  }
  /**
   * `dotnet-typed` and `go-typed` went through typed structures, `partial` has only the members
   * that matter; anything else is verbatim.
   */
  eventForm?: string
  event: Record<string, unknown>
  /** JSON Pointers to members that must not be there. */
  absent?: string[]
  /** JSON Pointers into `event` to what a replay cannot reproduce. */
  volatile: string[]
}

/**
 * What AWS sent to a client for what a function posted, or, without a payload, what the endpoint
 * answered by itself.
 */
export interface ResponseRecording extends Common {
  request: {
    method: string
    target: string
    headers: HeaderLine[]
    /** A body of that many letters. */
    bodyLength?: number
    /** One more header line with a value of that many letters. */
    headerPadding?: number
  }
  lambdaResponse?: string
  /** The result is a 200 with a body of that many letters. */
  lambdaBodyLength?: number
  /** Posted as the error of the invocation. */
  lambdaError?: string
  /** Without a body it is not compared. */
  response: {
    status: number
    headers: HeaderLine[] | null
    body?: string
    bodyBase64?: string
  }
  volatileHeaders: string[]
}

export type Recording = RequestRecording | ResponseRecording

export function isRequest(recording: Recording): recording is RequestRecording {
  return 'event' in recording
}

export function isResponse(recording: Recording): recording is ResponseRecording {
  return 'response' in recording
}

/** What the function posts as its result; undefined where it posts none. */
export function resultOf(recording: ResponseRecording): string | undefined {
  const { lambdaBodyLength: length } = recording
  if (length === undefined) return recording.lambdaResponse
  return JSON.stringify({ statusCode: 200, body: 'a'.repeat(length) })
}

/** The folder of recordings, whether or not it is there. */
export function recordingsFolder(): string {
  return (
    process.env['OCHE_RECORDINGS'] ??
    fileURLToPath(new URL('../../../shared/aws-recordings', import.meta.url))
  )
}

/** The cases that were written from the contract. */
export const casesFolder = fileURLToPath(new URL('cases', import.meta.url))

/** Every recording below `requests/` and `responses/`, in the order of names; empty without them. */
export function readRecordings(folder: string): Recording[] {
  return ['requests', 'responses']
    .map((kind) => join(folder, kind))
    .filter((kind) => existsSync(kind))
    .flatMap((kind) =>
      readdirSync(kind, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.json'))
        .sort()
        .map((file) => JSON.parse(readFileSync(join(kind, file), 'utf8')) as Recording),
    )
}

const KINDS: Record<string, EndpointKind> = {
  'http-api-v2': 'http-api',
  'http-api-v1': 'http-api-v1',
  'rest-api': 'rest',
  'function-url': 'url',
  alb: 'alb',
}

export function kindOf(recording: Recording): EndpointKind {
  const kind = KINDS[recording.frontDoor]
  if (kind === undefined) throw new Error(`unknown endpoint "${recording.frontDoor}"`)
  return kind
}

export function bytesOf(content: { body?: string; bodyBase64?: string }): Buffer {
  return content.bodyBase64 === undefined
    ? Buffer.from(content.body ?? '')
    : Buffer.from(content.bodyBase64, 'base64')
}
