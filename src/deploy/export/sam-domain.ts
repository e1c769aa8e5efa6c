import type { ExportedShared } from './exported.ts'
import { hasTags, tagList, type Resource } from './sam-common.ts'
import { DOMAIN, MAPPING, REST, REST_STAGE, SHARED, STAGE, CERTIFICATE } from './sam-ids.ts'

/** A domain that is not there yet: one with a certificate, or a hosted zone by which one is issued. */
function isMade({ wants: { domain } }: ExportedShared): boolean {
  return domain?.certificate !== undefined || domain?.hostedZone !== undefined
}

export function domainResources(shared: ExportedShared): Resource {
  const { domain } = shared.wants
  if (domain === undefined) return {}
  const { name, certificate, basePath, gateway } = domain
  return {
    ...(isMade(shared) && {
      [DOMAIN]: {
        Type: 'AWS::ApiGatewayV2::DomainName',
        Properties: {
          DomainName: name,
          DomainNameConfigurations: [
            {
              CertificateArn: certificate ?? { Ref: CERTIFICATE },
              EndpointType: 'REGIONAL',
              SecurityPolicy: 'TLS_1_2',
            },
          ],
          ...(hasTags(shared.tags) && { Tags: shared.tags }),
        },
      },
    }),
    [MAPPING]: {
      Type: 'AWS::ApiGatewayV2::ApiMapping',
      Properties: {
        ApiId: { Ref: gateway === 'rest' ? REST : SHARED },
        DomainName: isMade(shared) ? { Ref: DOMAIN } : name,
        Stage: { Ref: gateway === 'rest' ? REST_STAGE : STAGE },
        ...(basePath !== undefined && { ApiMappingKey: basePath }),
      },
    },
  }
}

/** CloudFormation writes the record by which ACM issues it, and waits. */
export function certificateResources({ wants: { domain }, tags }: ExportedShared): Resource {
  if (domain?.hostedZone === undefined || domain.certificate !== undefined) return {}
  const { name: DomainName, hostedZone: HostedZoneId } = domain
  return {
    [CERTIFICATE]: {
      Type: 'AWS::CertificateManager::Certificate',
      Properties: {
        DomainName,
        ValidationMethod: 'DNS',
        DomainValidationOptions: [{ DomainName, HostedZoneId }],
        ...(hasTags(tags) && { Tags: tagList(tags) }),
      },
    },
  }
}

export function recordResources({ wants: { records } }: ExportedShared): Resource {
  if (records?.hostedZone === undefined) return {}
  const record = (Type: string) => ({
    Type: 'AWS::Route53::RecordSet',
    Properties: {
      HostedZoneId: records.hostedZone,
      Name: records.name,
      Type,
      AliasTarget: {
        DNSName: { 'Fn::GetAtt': [DOMAIN, 'RegionalDomainName'] },
        HostedZoneId: { 'Fn::GetAtt': [DOMAIN, 'RegionalHostedZoneId'] },
      },
    },
  })
  return { [`${DOMAIN}RecordA`]: record('A'), [`${DOMAIN}RecordAAAA`]: record('AAAA') }
}

/** What the DNS of the domain has to lead to. */
export function domainOutputs(shared: ExportedShared): Resource {
  if (!isMade(shared)) return {}
  return { [`${DOMAIN}Target`]: { Value: { 'Fn::GetAtt': [DOMAIN, 'RegionalDomainName'] } } }
}
