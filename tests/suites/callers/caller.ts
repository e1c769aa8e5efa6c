/** A call of the Invoke API as all of AWS's callers can make it. */
export interface Call {
  functionName: string
  payload: string
  invocationType?: 'RequestResponse' | 'Event' | 'DryRun'
  logType?: 'Tail'
  qualifier?: string
  /** JSON; the caller sends it as base64. */
  clientContext?: string
}

export interface Answer {
  status: number
  payload: string
  functionError?: string | undefined
  executedVersion?: string | undefined
  /** Decoded. */
  logs?: string | undefined
}

/** An event of a response stream: a piece of the payload, or its end. */
export type StreamEvent = { chunk: string } | { complete: { errorCode?: string } }

export interface Caller {
  /** Rejects with an error whose message names AWS's error code. */
  invoke(call: Call): Promise<Answer>
  /** Absent where the caller has no such operation. */
  stream?(call: Call, onEvent: (event: StreamEvent) => void): Promise<void>
}

/** Any will do: nothing checks them. */
export const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' }
export const region = 'us-east-1'

export function callerEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

export function decoded(base64: string | undefined): string | undefined {
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString()
}
