import {
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  type InvokeCommandInput,
} from '@aws-sdk/client-lambda'
import { base64, credentials, decoded, region, type Call, type Caller } from './caller.ts'

/** The AWS SDK for JavaScript, version 3. */
export function javascriptSdk(url: string): Caller {
  const client = new LambdaClient({ endpoint: url, region, credentials, maxAttempts: 1 })
  return {
    invoke: async (call) => {
      const output = await client.send(new InvokeCommand(inputOf(call)))
      return {
        status: output.StatusCode!,
        payload: textOf(output.Payload),
        functionError: output.FunctionError,
        executedVersion: output.ExecutedVersion,
        logs: decoded(output.LogResult),
      }
    },
    stream: async (call, onEvent) => {
      // Its only types are those of a synchronous and of a dry run.
      const { InvocationType: _, ...input } = inputOf(call)
      const { EventStream: events } = await client.send(new InvokeWithResponseStreamCommand(input))
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

function inputOf(call: Call): InvokeCommandInput {
  return {
    FunctionName: call.functionName,
    Payload: Buffer.from(call.payload),
    InvocationType: call.invocationType,
    LogType: call.logType,
    Qualifier: call.qualifier,
    ClientContext: call.clientContext && base64(call.clientContext),
  }
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString()
}
