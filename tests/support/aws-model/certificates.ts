import { AwsFault } from './fault.ts'

interface Certificate {
  arn: string
  name: string
  tags: Map<string, string>
  token: string
  key: string
  /** Looks at it until it is issued, once its record is there. */
  looks: number
}

type Input = Record<string, any>

/** What ACM lists where nothing else is asked for. */
const LISTED = ['RSA_1024', 'RSA_2048']

/** Certificates of ACM, which are issued some looks after their record is there. */
export class CertificatesModel {
  readonly all = new Map<string, Certificate>()
  readonly #hasRecord: (name: string, value: string) => boolean
  readonly #isUsed: (arn: string) => boolean
  #ids = 0

  constructor(
    hasRecord: (name: string, value: string) => boolean,
    isUsed: (arn: string) => boolean,
  ) {
    this.#hasRecord = hasRecord
    this.#isUsed = isUsed
  }

  isIssued(arn: string): boolean {
    const found = this.all.get(arn)
    return found === undefined ? arn.startsWith('arn:given:') : found.looks <= 0
  }

  answer(operation: string, input: Input): object {
    if (operation === 'ListCertificates') {
      const keys: string[] = input['Includes']?.keyTypes ?? LISTED
      const listed = [...this.all.values()].filter(({ key }) => keys.includes(key))
      return {
        CertificateSummaryList: listed.map(({ arn, name }) => ({
          CertificateArn: arn,
          DomainName: name,
        })),
      }
    }
    if (operation === 'RequestCertificate') return this.#request(input)
    const found = this.all.get(input['CertificateArn'])
    if (found === undefined) {
      throw new AwsFault('ResourceNotFoundException', 400, 'Could not find certificate')
    }
    switch (operation) {
      case 'DescribeCertificate':
        return this.#described(found)
      case 'ListTagsForCertificate':
        return { Tags: [...found.tags].map(([Key, Value]) => ({ Key, Value })) }
      case 'AddTagsToCertificate':
        for (const { Key, Value } of input['Tags']) found.tags.set(Key, Value)
        return {}
      case 'DeleteCertificate':
        if (this.#isUsed(found.arn)) {
          throw new AwsFault('ResourceInUseException', 400, 'Certificate is in use')
        }
        this.all.delete(found.arn)
        return {}
    }
    throw new Error(`the model has no acm:${operation}`)
  }

  #request(input: Input): object {
    const { DomainName: name, IdempotencyToken: token, Tags, KeyAlgorithm: key } = input
    const before = [...this.all.values()].find((one) => one.token === token && one.name === name)
    const arn = before?.arn ?? `arn:aws:acm:eu-west-1:123456789012:certificate/c${++this.#ids}`
    const tags = new Map<string, string>(Tags.map(({ Key, Value }: Input) => [Key, Value]))
    if (before === undefined) {
      this.all.set(arn, { arn, name, tags, token, key: key ?? 'RSA_2048', looks: 3 })
    }
    return { CertificateArn: arn }
  }

  #described(found: Certificate): object {
    const { arn, name } = found
    // A certificate of all names of a kind is validated as that of the name above them.
    const Name = `_token.${name.replace('*.', '')}.`
    const Value = `_answer-${name}.acm-validations.aws.`
    if (this.#hasRecord(Name, Value)) found.looks--
    const Status = this.isIssued(arn) ? 'ISSUED' : 'PENDING_VALIDATION'
    const ResourceRecord = { Name, Type: 'CNAME', Value }
    const DomainValidationOptions = [{ DomainName: name, ResourceRecord }]
    return {
      Certificate: { CertificateArn: arn, DomainName: name, Status, DomainValidationOptions },
    }
  }
}
