import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FrontDoorKind, HeaderLine } from '../../src/contract/http/types.ts'

/** Members that both kinds of file have; the format is described in the folder's README. */
interface Common {
  name: string
  evidence: string
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
  /** `dotnet-typed` and `go-typed` went through typed structures; anything else is verbatim. */
  eventForm?: string
  event: Record<string, unknown>
  /** JSON Pointers into `event` to what a replay cannot reproduce. */
  volatile: string[]
}

/** What AWS sent to a client for what a function posted. */
export interface ResponseRecording extends Common {
  request: { method: string; target: string; headers: HeaderLine[] }
  lambdaResponse: string
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
  return 'lambdaResponse' in recording
}

/** The folder of recordings, whether or not it is there. */
export function recordingsFolder(): string {
  return (
    process.env['OCHE_RECORDINGS'] ??
    fileURLToPath(new URL('../../../shared/aws-recordings', import.meta.url))
  )
}

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

const KINDS: Record<string, FrontDoorKind> = {
  'http-api-v2': 'http-api',
  'http-api-v1': 'http-api-v1',
  'rest-api': 'rest',
  'function-url': 'url',
  alb: 'alb',
}

export function kindOf(recording: Recording): FrontDoorKind {
  const kind = KINDS[recording.frontDoor]
  if (kind === undefined) throw new Error(`unknown front door "${recording.frontDoor}"`)
  return kind
}

export function bytesOf(content: { body?: string; bodyBase64?: string }): Buffer {
  return content.bodyBase64 === undefined
    ? Buffer.from(content.body ?? '')
    : Buffer.from(content.bodyBase64, 'base64')
}
