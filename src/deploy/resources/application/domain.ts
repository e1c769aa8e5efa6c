import { OcheError } from '../../../core/errors.ts'
import type { ApiConfig } from '../../../core/project.ts'
import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'
import { notThere } from '../../converge/not-there.ts'
import type {
  Phases,
  Planning,
  Reading,
  Removing,
  Resource,
  Telling,
} from '../../converge/resource.ts'
import type { Facts } from '../../model/facts.ts'
import { GATEWAYS, type Gateway, type Gateways, type RemoteApi } from '../../model/gateway.ts'
import type { Ground, Tags } from '../../model/place.ts'
import { emptyPlan, joinPlans, one, step, unseen, update, type Plan } from '../../model/plan.ts'
import { isOurs } from '../../model/tags.ts'
import { ownershipTags } from '../../names.ts'
import { unsupported } from '../endpoint.ts'
import { ourApis } from './apis.ts'
import { tagging, untagging } from './tagging.ts'
import { partsInQuestion, wantedApi, type ApplicationSource } from './source.ts'

type Config = NonNullable<ApiConfig['domain']>

export interface WantedDomain extends Config {
  /** The kind of API that it leads to. */
  gateway: Gateway
  /** Of the API. */
  stage: string
  /** Whether this is about a function behind the API: otherwise what there is stays as it is. */
  isInQuestion: boolean
}

interface RemoteDomain {
  name: string
  tags: Tags
  /** What a DNS record of its name has to lead to, and that name's zone. */
  target: string
  zone: string
  mappings: readonly { id: string; apiId: string; stage: string; key: string }[]
}

type Wanted = WantedDomain | undefined
type Found = readonly RemoteDomain[]

/** The domain that leads to an API: the domain, where there is none yet, and its mapping. */
export const domain: Resource<Wanted, Found, Ground, ApplicationSource> = {
  desire: (source) => {
    const { domain: config } = source.api
    // All that have a domain have the same kind of API.
    const wanted = GATEWAYS.map((gateway) => wantedApi(source, gateway)).find(
      (one) => one !== undefined && one.parts.length > 0,
    )
    if (config === undefined || wanted === undefined) return undefined
    if (config.hostedZone !== undefined) {
      const instead = 'Leave out hostedZone: the record to set is printed.'
      throw unsupported('api', 'a record in Route 53', instead)
    }
    const { gateway, stage } = wanted
    return { ...config, gateway, stage, isInQuestion: partsInQuestion(wanted).length > 0 }
  },
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
    'apigateway:CreateDomainName': async ({ aws, facts }, { DomainName, ...input }) => {
      const made = await aws.call('apigateway:CreateDomainName', { DomainName, ...input })
      const [configuration] = made.DomainNameConfigurations ?? []
      facts.domain = {
        name: DomainName!,
        target: configuration?.ApiGatewayDomainName ?? '',
        zone: configuration?.HostedZoneId ?? '',
      }
    },
  }),
  progress: (call) => (/DomainName|ApiMapping/.test(call) ? 'setting the domain' : undefined),
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

function allOurs(tags: Tags, gateways: Gateways | undefined): RemoteApi[] {
  return GATEWAYS.flatMap((one) => ourApis(tags, gateways?.[one]))
}

function recorded({ tags }: Pick<RemoteApi, 'tags'>): string[] {
  return tags[ownershipTags.domain]?.split(' ') ?? []
}

async function read(reading: Reading<Wanted, Ground>): Promise<RemoteDomain[]> {
  const { aws, wanted, tags, gateways } = reading
  const former = allOurs(tags, gateways).flatMap(recorded)
  const names = [...new Set([...(wanted === undefined ? [] : [wanted.name]), ...former])]
  const found = await Promise.all(names.map((name) => readDomain(aws, name)))
  return found.filter((one) => one !== undefined)
}

async function readDomain(aws: Aws, DomainName: string): Promise<RemoteDomain | undefined> {
  const found = await aws.find('apigateway:GetDomainName', { DomainName })
  if (found?.DomainName === undefined) return undefined
  const mappings = await pages(async (NextToken) => {
    const page = await aws.call('apigateway:GetApiMappings', { DomainName, NextToken })
    return { items: page.Items, next: page.NextToken }
  })
  const [configuration] = found.DomainNameConfigurations ?? []
  return {
    name: DomainName,
    tags: found.Tags ?? {},
    target: configuration?.ApiGatewayDomainName ?? '',
    zone: configuration?.HostedZoneId ?? '',
    mappings: mappings.map(({ ApiMappingId, ApiId, Stage, ApiMappingKey }) => ({
      id: ApiMappingId!,
      apiId: ApiId ?? '',
      stage: Stage ?? '',
      key: ApiMappingKey ?? '',
    })),
  }
}

function plan(planning: Planning<Wanted, Found, Ground>): Phases {
  const { wanted, found, tags, gateways, place } = planning
  const apis = allOurs(tags, gateways)
  const gateway = wanted?.gateway ?? GATEWAYS.find((one) => ourApis(tags, gateways?.[one]).length)
  const same = gateway === undefined ? [] : ourApis(tags, gateways?.[gateway])
  const [api] = same
  const former = found.filter(({ name }) => name !== wanted?.name)
  const names = api === undefined ? [] : recorded(api)
  // An API is made with the name of its domain.
  const isRecorded = api === undefined || wanted === undefined || names.includes(wanted.name)
  const settled = names.filter((name) => name === wanted?.name)
  // Of another kind of API, which goes before this one is mapped.
  const earlier = apis.filter(({ id }) => !same.some(isOf(id)))
  const now = found.map((one) => {
    const mappings = one.mappings.filter(({ apiId }) => !earlier.some(isOf(apiId)))
    return one.name === wanted?.name ? { ...one, mappings } : one
  })
  const isMade = wanted !== undefined && (wanted.isInQuestion || api !== undefined)
  return {
    ...(!isRecorded && { prepare: record([...names, wanted.name]) }),
    ...(isMade && { make: making(wanted, { ...planning, found: now }, api) }),
    remove: joinPlans(
      removal(former, tags, apis),
      ...found
        .filter((one) => one.name === wanted?.name)
        .flatMap(({ name, mappings }) =>
          mappings
            .filter(({ apiId }) => earlier.some(isOf(apiId)))
            .map((mapping) => unmapping(name, mapping)),
        ),
    ),
    ...(api !== undefined && names.length > settled.length && { settle: settling() }),
  }

  function record(value: readonly string[]): Plan {
    if (api === undefined) return emptyPlan()
    return unseen(tagging[gateway!](place, api.id, { [ownershipTags.domain]: value.join(' ') }))
  }

  function settling(): Plan {
    if (wanted !== undefined) return record([wanted.name])
    return unseen(untagging[gateway!](place, api!.id, [ownershipTags.domain]))
  }
}

const isOf =
  (id: string) =>
  (api: { id: string }): boolean =>
    api.id === id

function making(
  wanted: WantedDomain,
  { found, tags, adopt }: Planning<Wanted, Found, Ground>,
  api: RemoteApi | undefined,
): Plan {
  const { name, basePath = '', stage } = wanted
  const has = found.find((one) => one.name === name)
  const mapping = has?.mappings.find(({ key }) => key === basePath)
  const input = { DomainName: name, Stage: stage, ApiMappingKey: basePath }
  const path = basePath === '' ? name : `${name}/${basePath}`
  const isTheirs = mapping !== undefined && mapping.apiId !== api?.id
  if (isTheirs && !adopt) {
    throw new OcheError('NOT_OURS', `${path} leads to another API, ${mapping.apiId}`, {
      remedy: 'It is left as it is. Choose another basePath, or take it over: oche deploy --adopt',
    })
  }
  const others = (has?.mappings ?? []).filter((one) => one.apiId === api?.id && one !== mapping)
  return joinPlans(
    has === undefined ? creation(wanted, tags) : undefined,
    mapping === undefined
      ? one(
          { resource: 'domain', action: 'create', path: 'mapping', to: path },
          step('apigateway:CreateApiMapping', input),
        )
      : !isTheirs && mapping.stage === stage
        ? undefined
        : one(
            update('domain', 'mapping'),
            step('apigateway:UpdateApiMapping', { ...input, ApiMappingId: mapping.id }),
          ),
    ...others.map((other) => unmapping(name, other)),
  )
}

function creation({ name, certificate }: WantedDomain, tags: Tags): Plan {
  if (certificate === undefined) {
    throw new OcheError(
      'CONFIG_INVALID',
      `the domain ${name} is not there, and has no certificate`,
      {
        remedy: 'Name its certificate: api: { domain: { name: …, certificate: arn:aws:acm:… } }',
      },
    )
  }
  const making = step('apigateway:CreateDomainName', {
    DomainName: name,
    DomainNameConfigurations: [
      { CertificateArn: certificate, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
    ],
    Tags: { ...tags },
  })
  return one({ resource: 'domain', action: 'create', to: name }, making)
}

/** Our mappings, then domains of ours that lead to nothing else. */
function removal(found: Found, tags: Tags, apis: readonly RemoteApi[]): Plan {
  return joinPlans(...found.map(removalOf))

  function removalOf({ name, tags: has, mappings }: RemoteDomain): Plan {
    const ours = mappings.filter(({ apiId }) => apis.some(({ id }) => id === apiId))
    const isIdle = isOurs(tags, has) && ours.length === mappings.length
    return joinPlans(
      ...ours.map((mapping) => unmapping(name, mapping)),
      isIdle
        ? one(
            { resource: 'domain', action: 'delete', from: name },
            step('apigateway:DeleteDomainName', { DomainName: name }),
          )
        : emptyPlan(),
    )
  }
}

function unmapping(DomainName: string, { id, key }: RemoteDomain['mappings'][number]): Plan {
  return one(
    { resource: 'domain', action: 'delete', path: 'mapping', from: `${DomainName}/${key}` },
    step('apigateway:DeleteApiMapping', { DomainName, ApiMappingId: id }),
  )
}
