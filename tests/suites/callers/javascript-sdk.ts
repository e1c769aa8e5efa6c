import { createRequire } from 'node:module'
import { base64, credentials, decoded, region, type Call, type Caller } from './caller.ts'

/** What of `@aws-sdk/client-lambda` is used; the package is no dependency of the project's. */
interface Sdk {
  LambdaClient: new (settings: object) => { send(command: object): Promise<Output> }
  InvokeCommand: new (input: object) => object
  InvokeWithResponseStreamCommand: new (input: object) => object
}

interface Output {
  StatusCode: number
  Payload?: Uint8Array
  FunctionError?: string
  ExecutedVersion?: string
  LogResult?: string
  EventStream?: AsyncIterable<{
    PayloadChunk?: { Payload: Uint8Array }
    InvokeComplete?: { ErrorCode?: string }
  }>
}

/** The AWS SDK for JavaScript, version 3. */
export function javascriptSdk(folder: string, url: string): Caller {
  const sdk = createRequire(`${folder}/`)('@aws-sdk/client-lambda') as Sdk
  const client = new sdk.LambdaClient({ endpoint: url, region, credentials, maxAttempts: 1 })
  return {
    invoke: async (call) => {
      const output = await client.send(new sdk.InvokeCommand(inputOf(call)))
      return {
        status: output.StatusCode,
        payload: textOf(output.Payload),
        functionError: output.FunctionError,
        executedVersion: output.ExecutedVersion,
        logs: decoded(output.LogResult),
      }
    },
    stream: async (call, onEvent) => {
      const command = new sdk.InvokeWithResponseStreamCommand(inputOf(call))
      const { EventStream: events } = await client.send(command)
      for await (const { PayloadChunk: chunk, InvokeComplete: complete } of events!) {
        if (chunk) onEvent({ chunk: textOf(chunk.Payload) })
        if (complete) {
          const { ErrorCode: errorCode } = complete
          onEvent({ complete: errorCode === undefined ? {} : { errorCode } })
        }
      }
    },
  }
}

function inputOf(call: Call): object {
  return {
    FunctionName: call.functionName,
    Payload: call.payload,
    InvocationType: call.invocationType,
    LogType: call.logType,
    Qualifier: call.qualifier,
    ClientContext: call.clientContext && base64(call.clientContext),
  }
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString()
}
