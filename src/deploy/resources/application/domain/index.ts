import type { Input } from '../../../aws/operations.ts'
import { notThere } from '../../../converge/not-there.ts'
import type { Context, Reading, Removing, Resource, Telling } from '../../../converge/resource.ts'
import type { Facts } from '../../../model/facts.ts'
import type { Ground } from '../../../model/place.ts'
import { allOurs } from '../apis.ts'
import { untilIssued } from '../certificate/issued.ts'
import { recordedIn } from '../recorded.ts'
import type { ApplicationSource } from '../source.ts'
import { desireDomain, type WantedDomain } from './desire.ts'
import { plan } from './plan.ts'
import { readDomain, type RemoteDomain } from './read.ts'
import { removal } from './removal.ts'

type Wanted = WantedDomain | undefined
type Found = readonly RemoteDomain[]

/** The domain that leads to an API: the domain, where there is none yet, and its mapping. */
export const domain: Resource<Wanted, Found, Ground, ApplicationSource> = {
  desire: desireDomain,
  read,
  tell,
  plan,
  remove: ({ found, tags, gateways }: Removing<Found, Ground>) =>
    removal(found, tags, allOurs(tags, gateways)),
  apply: (wanted) => ({
    'apigateway:CreateApiMapping': async ({ aws, facts }, { DomainName, Stage, ApiMappingKey }) => {
      const { id: ApiId } = apiIn(facts, wanted)
      const input = { ApiId, DomainName, Stage, ApiMappingKey }
      await aws.call('apigateway:CreateApiMapping', input, { afterCreate: true })
    },
    'apigateway:UpdateApiMapping': async ({ aws, facts }, input) => {
      const { ApiMappingId, DomainName, Stage, ApiMappingKey } = input
      const { id: ApiId } = apiIn(facts, wanted)
      const sent = { ApiId, ApiMappingId, DomainName, Stage, ApiMappingKey }
      await aws.call('apigateway:UpdateApiMapping', sent)
    },
    'apigateway:CreateDomainName': createDomain,
  }),
  progress: (call) => (/DomainName|ApiMapping/.test(call) ? 'setting the domain' : undefined),
}

async function createDomain(
  context: Context<Ground>,
  { DomainName, ...input }: Partial<Input<'apigateway:CreateDomainName'>>,
): Promise<void> {
  const { aws, facts } = context
  const [configuration] = input.DomainNameConfigurations ?? []
  const CertificateArn =
    configuration?.CertificateArn ?? (await untilIssued(context, DomainName ?? ''))
  const made = await aws.call('apigateway:CreateDomainName', {
    ...input,
    DomainName,
    DomainNameConfigurations: [{ ...configuration, CertificateArn }],
  })
  const [has] = made.DomainNameConfigurations ?? []
  facts.domain = {
    name: DomainName!,
    target: has?.ApiGatewayDomainName ?? '',
    zone: has?.HostedZoneId ?? '',
  }
}

function apiIn({ gateways }: Facts, wanted: Wanted): { id: string } {
  const api = wanted && gateways?.[wanted.gateway]
  if (api === undefined) throw notThere('apigateway:GetApis', 'the API')
  return api
}

function tell({ wanted, found }: Telling<Wanted, Found, Ground>): Facts {
  if (wanted === undefined) return {}
  const has = found.find(({ name }) => name === wanted.name)
  const { target, zone } = has ?? { target: '', zone: '' }
  return { domain: { name: wanted.name, target, zone } }
}

async function read(reading: Reading<Wanted, Ground>): Promise<RemoteDomain[]> {
  const { aws, wanted, tags, gateways } = reading
  const former = allOurs(tags, gateways).flatMap((api) => recordedIn(api.tags))
  const names = [wanted, ...former].flatMap((one) => (one === undefined ? [] : [one.name]))
  const found = await Promise.all([...new Set(names)].map((name) => readDomain(aws, name)))
  return found.filter((one) => one !== undefined)
}
