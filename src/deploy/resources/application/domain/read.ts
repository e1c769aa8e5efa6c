import type { Aws } from '../../../aws/aws.ts'
import { pages } from '../../../aws/pages.ts'
import type { Tags } from '../../../model/place.ts'

export interface RemoteDomain {
  name: string
  tags: Tags
  /** ARN of its certificate; undefined where nothing is told of it. */
  certificate: string | undefined
  /** What a DNS record of its name has to lead to, and that name's zone. */
  target: string
  zone: string
  mappings: readonly RemoteMapping[]
}

export interface RemoteMapping {
  id: string
  apiId: string
  stage: string
  key: string
}

export async function readDomain(aws: Aws, DomainName: string): Promise<RemoteDomain | undefined> {
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
    certificate: configuration?.CertificateArn,
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
