import type { Reporter } from '../core/reporter.ts'
import { createAws, type Aws } from './aws/aws.ts'
import { connect, type ConnectionOptions } from './aws/clients.ts'
import { systemClock, type Clock } from './aws/clock.ts'
import { identify } from './aws/identity.ts'
import type { Account } from './names.ts'

/** AWS and the account that the credentials are of. */
export interface Session {
  aws: Aws
  account: Account
}

export interface SessionOptions extends ConnectionOptions {
  reporter: Reporter
  signal?: AbortSignal | undefined
  /** @default the system's */
  clock?: Clock | undefined
}

/** @throws OcheError `NO_REGION`, `NO_CREDENTIALS`, … */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { reporter, signal, clock = systemClock } = options
  const connection = connect(options)
  const region = await connection.region()
  const aws = createAws({ send: connection.send, clock, reporter, signal })
  return { aws, account: await identify(aws, region) }
}
