import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2'
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeZip } from '../../../src/build/package/zip.ts'
import { silentReporter } from '../../../src/core/reporter.ts'
import { loadProject } from '../../../src/core/project.ts'
import type { Clock } from '../../../src/deploy/aws/clock.ts'
import {
  desire,
  groundOf,
  openSession,
  type Deployed,
  type Session,
} from '../../../src/deploy/index.ts'
import { deployTogether, destroyTogether, planTogether } from '../../support/together.ts'
import { workspace, type Workspace } from '../../support/cli.ts'

/** Waits a hundredth of what it is asked to, and says that all of it has passed. */
function fastClock(): Clock {
  let now = 0
  return {
    now: () => now,
    sleep: async (milliseconds, signal) => {
      now += milliseconds
      await sleep(milliseconds / 100, undefined, { signal })
    },
    random: () => 0.5,
  }
}

/** A project with a bootstrap in the shell's language, which runs wherever there is `curl`. */
export interface Sample extends Workspace {
  name: string
  zip(answer: string, besides?: readonly string[]): Promise<string>
}

export function sample(name: string, configuration = ''): Sample {
  const folder = workspace({ 'oche.yaml': yaml(name, configuration) }, false)
  return {
    ...folder,
    name,
    zip: async (answer, besides = []) => {
      const bootstrap = join(folder.path, answer, 'bootstrap')
      mkdirSync(join(folder.path, answer))
      folder.write(join(answer, 'bootstrap'), bootstrapText(answer))
      const zip = join(folder.path, `${answer}.zip`)
      const files = besides.map((file) => ({ name: basename(file), file }))
      await writeZip(zip, [{ name: 'bootstrap', file: bootstrap }, ...files])
      return zip
    },
  }
}

export function yaml(name: string, configuration: string): string {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64'
  return `name: ${name}\nbuild: 'true'\narch: ${arch}\n${configuration || PUBLIC_URL}`
}

const PUBLIC_URL = 'environment: { GREETING: hi }\nhttp: { kind: url, access: public }\n'

export function bootstrapText(answer: string): string {
  return `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  id=$(curl -sS -D - -o /dev/null "$api/next" | tr -d '\\r' | sed -n 's/^lambda-runtime-aws-request-id: //ip')
  [ -n "$id" ] || exit 1
  curl -sS -o /dev/null "$api/$id/response" -d '{"statusCode":200,"body":"${answer}"}'
done
`
}

export interface Running {
  session: Session
  deploy(zip: string): Promise<Deployed & { calls: { read: number; write: number } }>
  /** What a further deploy would change. */
  pending(zip: string): Promise<string[]>
  destroy(): Promise<void>
}

/** The library's own entry, through a proxy or not, on a clock that does not wait. */
export async function running(folder: string, endpoint: string): Promise<Running> {
  const project = loadProject({ cwd: folder })
  const fn = project.functions[0]!
  const session = await openSession({
    reporter: silentReporter,
    clock: fastClock(),
    endpoint,
    region: 'eu-west-1',
  })
  const { aws, account } = session
  const place = { account, project: project.name, function: fn.name }
  const source = { place: groundOf(account, project), api: project.api, functions: [fn] }
  const desired = (zip: string) =>
    desire({
      place,
      fn,
      environment: fn.environment,
      artifact: {
        arch: fn.arch,
        zip,
        zipBytes: statSync(zip).size,
        bytes: 1,
        sha256: createHash('sha256').update(readFileSync(zip)).digest('hex'),
      },
    })
  return {
    session,
    deploy: async (zip) => {
      const options = { aws, desired: desired(zip), source }
      const start = { ...aws.count }
      const deployed = await deployTogether(options)
      const calls = { read: aws.count.read - start.read, write: aws.count.write - start.write }
      return { ...deployed, calls }
    },
    pending: async (zip) => {
      return (await planTogether({ aws, desired: desired(zip), source })).calls
    },
    destroy: async () => {
      await destroyTogether({ aws, place })
    },
  }
}

/** Everything with a function's name in it, by the SDK alone and not by our code. */
export async function leftovers(endpoint: string, name: string): Promise<string[]> {
  const to = { endpoint, region: 'eu-west-1' }
  const [functions, roles, groups, apis, rest] = await Promise.all([
    new LambdaClient(to).send(new ListFunctionsCommand({})),
    new IAMClient(to).send(new ListRolesCommand({})),
    new CloudWatchLogsClient(to).send(new DescribeLogGroupsCommand({})),
    new ApiGatewayV2Client(to).send(new GetApisCommand({})),
    new APIGatewayClient(to).send(new GetRestApisCommand({ limit: 500 })),
  ])
  const names = [
    ...(functions.Functions ?? []).map((one) => one.FunctionName),
    ...(roles.Roles ?? []).map((one) => one.RoleName),
    ...(groups.logGroups ?? []).map((one) => one.logGroupName),
    ...(apis.Items ?? []).map((one) => one.Name),
    ...(rest.items ?? []).map((one) => one.name),
  ]
  const ours = new RegExp(`(^|/)${name}(-role.*)?$`)
  return names.filter((one): one is string => one !== undefined && ours.test(one))
}
