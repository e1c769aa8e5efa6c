import { AwsFault } from './fault.ts'

type Input = Record<string, any>

interface Domain {
  name: string
  tags: Record<string, string>
  certificate: string
  /** By id. */
  mappings: Map<string, Input>
}

/** Domains of API Gateway, for APIs of both kinds. */
export class DomainsModel {
  readonly all = new Map<string, Domain>()
  readonly #isIssued: (certificate: string) => boolean
  #ids = 0

  /** @param isIssued whether ACM has issued the certificate of an ARN */
  constructor(isIssued: (certificate: string) => boolean) {
    this.#isIssued = isIssued
  }

  static answers(operation: string): boolean {
    return /DomainName|ApiMapping/.test(operation)
  }

  answer(operation: string, input: Input): object {
    const { DomainName: name } = input
    if (operation === 'CreateDomainName') return this.#create(input)
    const domain = this.all.get(name)
    if (domain === undefined) throw missing('domain name')
    switch (operation) {
      case 'GetDomainName':
        return described(domain)
      case 'UpdateDomainName':
        domain.certificate = this.#issued(input)
        return described(domain)
      case 'DeleteDomainName':
        this.all.delete(name)
        return {}
      case 'GetApiMappings':
        return { Items: [...domain.mappings.values()] }
      case 'CreateApiMapping':
        return this.#map(domain, input)
      case 'UpdateApiMapping':
        return Object.assign(mappingOf(domain, input), input)
      case 'DeleteApiMapping':
        mappingOf(domain, input)
        domain.mappings.delete(input['ApiMappingId'])
        return {}
    }
    throw new Error(`the model has no apigateway:${operation}`)
  }

  #create(input: Input): object {
    const { DomainName: name, Tags: tags } = input
    if (this.all.has(name)) throw conflict('The domain name you provided already exists.')
    const domain = { name, tags, certificate: this.#issued(input), mappings: new Map() }
    this.all.set(name, domain)
    return described(domain)
  }

  #issued({ DomainNameConfigurations: [{ CertificateArn }] }: Input): string {
    if (this.#isIssued(CertificateArn)) return CertificateArn
    throw new AwsFault('BadRequestException', 400, `Unsupported certificate ${CertificateArn}`)
  }

  #map({ mappings }: Domain, input: Input): object {
    const { ApiId, Stage, ApiMappingKey } = input
    if ([...mappings.values()].some((one) => one['ApiMappingKey'] === ApiMappingKey)) {
      throw conflict('ApiMapping key already exists for this domain name')
    }
    const made = { ApiMappingId: `mapping${++this.#ids}`, ApiId, Stage, ApiMappingKey }
    mappings.set(made.ApiMappingId, made)
    return made
  }
}

function mappingOf({ mappings }: Domain, { ApiMappingId }: Input): Input {
  const found = mappings.get(ApiMappingId)
  if (found === undefined) throw missing('API mapping')
  return found
}

const missing = (what: string) =>
  new AwsFault('NotFoundException', 404, `Invalid ${what} identifier specified`)
const conflict = (message: string) => new AwsFault('ConflictException', 409, message)

function described({ name, tags, certificate: CertificateArn }: Domain): object {
  const ApiGatewayDomainName = `d-${name.replaceAll('.', '-')}.execute-api.eu-west-1.amazonaws.com`
  return {
    DomainName: name,
    Tags: { ...tags },
    DomainNameConfigurations: [{ CertificateArn, ApiGatewayDomainName, HostedZoneId: 'ZAPI' }],
  }
}
