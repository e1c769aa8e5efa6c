import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import {
  base64,
  callerEnvironment,
  decoded,
  type Answer,
  type Call,
  type Caller,
} from './caller.ts'

/** The AWS CLI; it has no command for response streams. */
export function awsCli(aws: string, url: string): Caller {
  return {
    invoke: async (call) => {
      const folder = mkdtempSync(join(tmpdir(), 'oche-aws-cli-'))
      try {
        return await run(aws, url, call, folder)
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  }
}

async function run(aws: string, url: string, call: Call, folder: string): Promise<Answer> {
  const payload = join(folder, 'payload')
  const outfile = join(folder, 'out')
  writeFileSync(payload, call.payload)
  const flags = {
    '--endpoint-url': url,
    '--function-name': call.functionName,
    '--payload': `file://${payload}`,
    '--invocation-type': call.invocationType,
    '--log-type': call.logType,
    '--qualifier': call.qualifier,
    '--client-context': call.clientContext && base64(call.clientContext),
  }
  const given = Object.entries(flags).flatMap(([flag, value]) => (value ? [flag, value] : []))
  const { stdout } = await execa(aws, ['lambda', 'invoke', ...given, outfile], {
    env: callerEnvironment(),
  })
  const told = JSON.parse(stdout) as Record<string, never>
  return {
    status: told['StatusCode']!,
    payload: readFileSync(outfile, 'utf8'),
    functionError: told['FunctionError'],
    executedVersion: told['ExecutedVersion'],
    logs: decoded(told['LogResult']),
  }
}
