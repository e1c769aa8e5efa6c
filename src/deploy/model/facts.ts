import type { Gateway } from './gateway.ts'
import type { RemoteAlias, RemoteVersion } from './version.ts'

/** Of an API that functions share. */
export interface GatewayFacts {
  id: string
  endpoint: string
  /** As it was read or made. */
  description: string
  /** Ids of integrations by the ARN of the alias that they lead to. */
  integrations: Record<string, string>
  /** Ids of authorizers by name. */
  authorizers: Record<string, string>
  /** REST: ids of resources by path. */
  resources: Record<string, string>
}

/** What is told later counts; of APIs each is told of by itself. */
export function joinFacts(...all: readonly (Readonly<Facts> | undefined)[]): Facts {
  const told = all.flatMap((facts) => facts?.gateways ?? [])
  return Object.assign({}, ...all, told.length > 0 && { gateways: Object.assign({}, ...told) })
}

/** What resources tell each other: found when the account was read, or made by an earlier step. */
export interface Facts {
  /** Known before the role is there. */
  roleArn?: string
  /** The role is one of ours; the user's own cannot be waited for. */
  ownRole?: boolean
  /** The role is made anew: whatever was granted to the one before is not granted to it. */
  newRole?: boolean
  /** The package is to be sent. */
  sendsCode?: boolean
  /** Bucket and key where the package went through one. */
  stored?: { bucket: string; key: string }
  /** `$LATEST` as it was last seen. */
  latest?: RemoteVersion
  alias?: RemoteAlias
  /** The version that was published, or that serves. */
  version?: string
  /** Versions that go once the next one serves. */
  retiring?: readonly string[]
  /** The APIs that the application's functions share. */
  gateways?: Partial<Record<Gateway, GatewayFacts>>
  /** The domain that leads to the API, and what its DNS record has to lead to. */
  domain?: { name: string; target: string; zone: string }
  /** ARN of the certificate that the domain is to have, where it is one of ours. */
  certificate?: string
  /** Functions, as AWS knows them, that the same run could not deploy. */
  failed?: Set<string>
  /** The kinds of API that this run has looked for. */
  looked?: readonly Gateway[]
  /** Tags of functions that leave doubt, since which all that is shared has been looked at. */
  doubts?: readonly string[]
  /** What this run writes into the tag that vouches, before it changes something; see `vouch.ts`. */
  mark?: string
  /** What that tag was when it was read. */
  vouch?: string | undefined
  /** Revision of the alias's policy as it was last seen. */
  policy?: string | undefined
  /** Of the endpoint. */
  address?: string
}
