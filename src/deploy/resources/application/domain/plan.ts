import { OcheError } from '../../../../core/errors.ts'
import type { Phases, Planning } from '../../../converge/resource.ts'
import { GATEWAYS, type RemoteApi } from '../../../model/gateway.ts'
import type { Ground, Tags } from '../../../model/place.ts'
import { emptyPlan, joinPlans, one, step, unseen, update, type Plan } from '../../../model/plan.ts'
import { isOurs } from '../../../model/tags.ts'
import { ownershipTags } from '../../../names.ts'
import { allOurs, ourApis } from '../apis.ts'
import { isLike, recordedIn, recordText, type RecordedDomain } from '../recorded.ts'
import { tagging, untagging } from '../tagging.ts'
import type { WantedDomain } from './desire.ts'
import type { RemoteDomain } from './read.ts'
import { removal, unmapping } from './removal.ts'

type Domains = Planning<WantedDomain | undefined, readonly RemoteDomain[], Ground>

export function plan(planning: Domains): Phases {
  const { wanted, found, tags, gateways, place } = planning
  const apis = allOurs(tags, gateways)
  const gateway = wanted?.gateway ?? GATEWAYS.find((one) => ourApis(tags, gateways?.[one]).length)
  const same = gateway === undefined ? [] : ourApis(tags, gateways?.[gateway])
  const [api] = same
  const former = found.filter(({ name }) => name !== wanted?.name)
  const recorded = api === undefined ? [] : recordedIn(api.tags)
  const settled = recordedNow(wanted, recorded)
  // An API is made with the name of its domain.
  const isRecorded = api === undefined || settled.every((one) => recorded.some(isLike(one)))
  // Of another kind of API, which goes before this one is mapped.
  const earlier = apis.filter(({ id }) => !same.some(isOf(id)))
  const now = found.map((one) => {
    const mappings = one.mappings.filter(({ apiId }) => !earlier.some(isOf(apiId)))
    return one.name === wanted?.name ? { ...one, mappings } : one
  })
  const isMade = wanted !== undefined && (wanted.isInQuestion || api !== undefined)
  return {
    ...(!isRecorded && { prepare: record([...recorded, ...settled]) }),
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
    ...(api !== undefined &&
      recorded.some((one) => !settled.some(isLike(one))) && { settle: settling() }),
  }

  function record(value: readonly RecordedDomain[]): Plan {
    if (api === undefined) return emptyPlan()
    const text = [...new Set(value.map((one) => recordText(one)))].join(' ')
    return unseen(tagging[gateway!](place, api.id, { [ownershipTags.domain]: text }))
  }

  function settling(): Plan {
    if (wanted !== undefined) return record(settled)
    return unseen(untagging[gateway!](place, api!.id, [ownershipTags.domain]))
  }
}

const isOf =
  (id: string) =>
  (api: { id: string }): boolean =>
    api.id === id

/** With the hosted zones that it had before: what stands there goes when the domain does. */
function recordedNow(
  wanted: WantedDomain | undefined,
  recorded: readonly RecordedDomain[],
): RecordedDomain[] {
  if (wanted === undefined) return []
  const { name, hostedZone } = wanted
  const before = recorded.filter((one) => one.name === name && one.hostedZone !== undefined)
  const isKnown = hostedZone === undefined ? before.length > 0 : before.some(isLike(wanted))
  return isKnown ? before : [...before, { name, hostedZone }]
}

function making(
  wanted: WantedDomain,
  { found, tags, adopt }: Domains,
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
    has === undefined ? creation(wanted, tags) : certifying(wanted, has, tags),
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

/** One that Oche requests is named when it is there: see `index.ts`. */
function creation({ name, certificate, hostedZone }: WantedDomain, tags: Tags): Plan {
  if (certificate === undefined && hostedZone === undefined) {
    throw new OcheError(
      'CONFIG_INVALID',
      `the domain ${name} is not there, and has no certificate`,
      {
        remedy:
          'Name its certificate: api: { domain: { name: …, certificate: arn:aws:acm:… } }, or its hosted zone in Route 53, by which Oche requests one: hostedZone: Z…',
      },
    )
  }
  const making = step('apigateway:CreateDomainName', {
    DomainName: name,
    DomainNameConfigurations: [configuration(certificate)],
    Tags: { ...tags },
  })
  return one({ resource: 'domain', action: 'create', to: name }, making)
}

/** Whether a domain of ours gets another certificate than it has. */
export function isCertified({ certificate }: WantedDomain, has: RemoteDomain, tags: Tags): boolean {
  if (certificate === undefined || has.certificate === undefined) return false
  return has.certificate !== certificate && isOurs(tags, has.tags)
}

function certifying(wanted: WantedDomain, has: RemoteDomain, tags: Tags): Plan | undefined {
  if (!isCertified(wanted, has, tags)) return undefined
  const input = {
    DomainName: wanted.name,
    DomainNameConfigurations: [configuration(wanted.certificate)],
  }
  return one(update('domain', 'certificate'), step('apigateway:UpdateDomainName', input))
}

function configuration(CertificateArn: string | undefined) {
  return {
    ...(CertificateArn !== undefined && { CertificateArn }),
    EndpointType: 'REGIONAL' as const,
    SecurityPolicy: 'TLS_1_2' as const,
  }
}
