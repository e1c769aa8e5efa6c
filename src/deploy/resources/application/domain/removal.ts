import type { RemoteApi } from '../../../model/gateway.ts'
import type { Tags } from '../../../model/place.ts'
import { emptyPlan, joinPlans, one, step, type Plan } from '../../../model/plan.ts'
import { isOurs } from '../../../model/tags.ts'
import type { RemoteDomain, RemoteMapping } from './read.ts'

/** Our mappings, then domains of ours that lead to nothing else. */
export function removal(
  found: readonly RemoteDomain[],
  tags: Tags,
  apis: readonly RemoteApi[],
): Plan {
  return joinPlans(
    ...found.map((domain) =>
      joinPlans(
        ...ownMappings(domain, apis).map((mapping) => unmapping(domain.name, mapping)),
        isGoing(domain, tags, apis)
          ? one(
              { resource: 'domain', action: 'delete', from: domain.name },
              step('apigateway:DeleteDomainName', { DomainName: domain.name }),
            )
          : emptyPlan(),
      ),
    ),
  )
}

function ownMappings({ mappings }: RemoteDomain, apis: readonly RemoteApi[]): RemoteMapping[] {
  return mappings.filter(({ apiId }) => apis.some(({ id }) => id === apiId))
}

/** Whether a domain that is no longer wanted goes itself: its records and its certificate go with it. */
export function isGoing(domain: RemoteDomain, tags: Tags, apis: readonly RemoteApi[]): boolean {
  const { length } = ownMappings(domain, apis)
  return isOurs(tags, domain.tags) && length === domain.mappings.length
}

export function unmapping(DomainName: string, { id, key }: RemoteMapping): Plan {
  return one(
    { resource: 'domain', action: 'delete', path: 'mapping', from: `${DomainName}/${key}` },
    step('apigateway:DeleteApiMapping', { DomainName, ApiMappingId: id }),
  )
}
