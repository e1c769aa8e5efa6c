import type { Check } from '../core/check.ts'
import { messageOf, OcheError } from '../core/errors.ts'
import { silentReporter } from '../core/reporter.ts'
import { connect, type ConnectionOptions } from './aws/clients.ts'
import { systemClock } from './aws/clock.ts'
import { createAws } from './aws/aws.ts'

/** A network that swallows requests is no reason to wait for longer, in milliseconds. */
const BOUND = 10_000

/**
 * Whether the credentials work and whose they are, and which region counts, for `oche doctor`. Asks
 * AWS; tells no value of theirs.
 */
export async function checkAccess(
  options: ConnectionOptions,
  signal?: AbortSignal,
): Promise<Check[]> {
  const connection = connect(options)
  const region = await check('AWS region', connection.region)
  const credentials = await check('AWS credentials', async () => {
    const bound = AbortSignal.any([AbortSignal.timeout(BOUND), ...(signal ? [signal] : [])])
    const { send } = connect({ ...options, region: region.found ?? 'us-east-1' })
    const aws = createAws({ send, clock: systemClock, reporter: silentReporter, signal: bound })
    return (await aws.call('sts:GetCallerIdentity', {})).Arn
  })
  signal?.throwIfAborted()
  return [credentials, region]
}

/** Nothing but a deploy needs AWS, so nothing here is required. */
async function check(name: string, find: () => Promise<string | undefined>): Promise<Check> {
  try {
    const found = await find()
    return { check: name, ok: true, ...(found !== undefined && { found }), required: false }
  } catch (thrown) {
    return { check: name, ok: false, remedy: remedyOf(thrown), required: false }
  }
}

function remedyOf(thrown: unknown): string {
  const { remedy = '' } = thrown instanceof OcheError ? thrown : {}
  return `Only needed to deploy: ${messageOf(thrown)}. ${remedy}`.trim()
}
