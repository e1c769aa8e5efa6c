import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { callerEnvironment, type Answer, type Caller, type StreamEvent } from './caller.ts'

const program = fileURLToPath(new URL('call.py', import.meta.url))

/** boto3, in a process for each call. */
export function boto3(python: string, url: string): Caller {
  const start = (call: object, stream: boolean) =>
    execa(python, [program], {
      input: JSON.stringify({ url, stream, call }),
      env: callerEnvironment(),
    })
  return {
    invoke: async (call) => JSON.parse((await start(call, false)).stdout) as Answer,
    stream: async (call, onEvent) => {
      for await (const line of start(call, true)) onEvent(JSON.parse(line) as StreamEvent)
    },
  }
}
