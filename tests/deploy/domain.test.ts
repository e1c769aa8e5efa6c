import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadProject } from '../../src/core/project.ts'
import { silentReporter } from '../../src/core/reporter.ts'
import { createAws, type Aws } from '../../src/deploy/aws/aws.ts'
import { isRead } from '../../src/deploy/aws/operations.ts'
import { desire, groundOf, placeOf, type Desired } from '../../src/deploy/index.ts'
import { ACCOUNT, AwsModel } from '../support/aws-model/aws.ts'
import { quickClock } from '../support/aws-model/deploying.ts'
import { Random } from '../support/random.ts'
import { deployAll, destroyAll, planAll } from '../support/together.ts'

const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 1_000_000)
/** One write in so many is one to be killed at, beginning with one by the seed. */
const STEP = process.env['OCHE_RUNS'] === undefined ? 40 : 5
const FIRST = seed % STEP

const folder = mkdtempSync(join(tmpdir(), 'oche-domain-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NAME = 'api.shop.example'
const ZONED = `api: { domain: { name: ${NAME}, hostedZone: Z1 } }`

/** Two functions behind an API that has a domain, in an account of its own. */
class Shop {
  readonly model: AwsModel
  #calls: string[] = []

  constructor(model = new AwsModel(new Random(1))) {
    this.model = model
    if (!model.zones.all.has('Z1')) model.zones.make('Z1', 'shop.example')
  }

  /** @param stopAfter writes, after which nothing goes out any more */
  async deploy(
    keys: string,
    { stopAfter = Infinity, adopt = false } = {},
  ): Promise<'done' | 'killed' | Error> {
    const { all, source } = wanted(keys)
    const aws = this.#aws(stopAfter)
    return this.#ended(deployAll({ aws, all, source, adopt }))
  }

  async destroy(stopAfter = Infinity): Promise<'done' | 'killed' | Error> {
    const places = wanted(ZONED).all.map(({ place }) => place)
    return this.#ended(destroyAll({ aws: this.#aws(stopAfter), places }))
  }

  async pending(keys: string, thorough = false): Promise<string[]> {
    const { calls } = await planAll({ aws: this.#aws(), ...wanted(keys), thorough })
    return calls
  }

  /** What went out since this was asked last. */
  calls(): string[] {
    return this.#calls.splice(0)
  }

  records(zone = 'Z1'): string[] {
    return this.model.zones.all
      .get(zone)!
      .records.map(({ Name, Type, AliasTarget, ResourceRecords }) =>
        [Name, Type, AliasTarget?.DNSName ?? ResourceRecords[0].Value].join(' '),
      )
      .toSorted()
  }

  snapshot(): unknown {
    const { domains, certificates, api, rest } = this.model
    return {
      records: this.records(),
      domains: [...domains.all.values()].map(({ name, mappings }) => [name, mappings.size]),
      certificates: [...certificates.all.values()].map(({ name }) => name),
      apis: [...api.apis.values(), ...rest.apis.values()].map(({ tags }) => tags),
    }
  }

  #aws(left = Infinity): Aws {
    const send = this.model.sender('one')
    const counted: typeof send = async (operation, ...rest) => {
      if (!isRead(operation) && left-- <= 0) throw new Killed()
      this.#calls.push(operation)
      return send(operation, ...rest)
    }
    return createAws({ send: counted, clock: quickClock(new Random(1)), reporter: silentReporter })
  }

  async #ended(work: Promise<unknown>): Promise<'done' | 'killed' | Error> {
    return work.then(
      () => 'done' as const,
      (thrown: Error) => (/killed/.test(String(thrown)) ? ('killed' as const) : thrown),
    )
  }
}

class Killed extends Error {
  constructor() {
    super('killed')
  }
}

function wanted(keys: string) {
  const kind = /kind: (\S+)/.exec(keys)?.[1] ?? 'http-api'
  const functions = ['a', 'b'].map(
    (name) => `  ${name}: { http: { kind: ${kind}, access: public, routes: ["GET /${name}"] } }`,
  )
  const given = keys.replace(/^kind:.*\n/, '')
  const text = ['name: shop', "build: 'true'", 'arch: x86_64', given, 'functions:', ...functions]
  writeFileSync(join(folder, 'oche.yaml'), text.join('\n'))
  writeFileSync(join(folder, 'zip'), 'code')
  const project = loadProject({ cwd: folder })
  const application = { name: 'shop', stage: undefined }
  const sha256 = createHash('sha256').update('code').digest('hex')
  const all = project.functions.map((fn): Desired => {
    const artifact = { arch: fn.arch, zip: join(folder, 'zip'), zipBytes: 4, bytes: 1, sha256 }
    const place = placeOf(ACCOUNT, application, fn.name)
    const { environment } = fn
    return desire({ place, fn, environment, artifact, siblings: project.functions })
  })
  const { api, functions: own } = project
  return { all, source: { place: groundOf(ACCOUNT, application), api, functions: own } }
}

const TARGET = 'd-api-shop-example.execute-api.eu-west-1.amazonaws.com'
const OURS = [
  `_token.${NAME}. CNAME _answer-${NAME}.acm-validations.aws.`,
  `${NAME}. A ${TARGET}`,
  `${NAME}. AAAA ${TARGET}`,
]
const alias = (Type: string, DNSName: string) => ({
  Name: `${NAME}.`,
  Type,
  AliasTarget: { DNSName, HostedZoneId: 'ZAPI', EvaluateTargetHealth: false },
})

/** Somebody deletes the domain; one that is made again has another address. */
const withoutDomain = async () => {
  const shop = new Shop()
  await shop.deploy(ZONED)
  shop.model.domains.all.clear()
  const zone = shop.model.zones.all.get('Z1')!
  const former = 'd-former.execute-api.eu-west-1.amazonaws.com'
  zone.records = zone.records.map((one) =>
    one['Type'] === 'CNAME' ? one : alias(one['Type'], former),
  )
  return shop
}

describe.each(['http-api', 'rest'])(
  'a domain of a hosted zone, before an API of kind %s',
  (kind) => {
    const keys = `kind: ${kind}\n${ZONED}`

    it('is made by one deploy: certificate, its record, domain, mapping, records', async () => {
      const shop = new Shop()
      expect(await shop.deploy(keys)).toBe('done')
      expect(shop.records()).toEqual(OURS)
      const [domain] = shop.model.domains.all.values()
      expect(shop.model.certificates.isIssued(domain!.certificate)).toBe(true)
      expect(domain!.mappings.size).toBe(1)
      expect(await shop.pending(keys)).toEqual([])
      expect(await shop.pending(keys, true)).toEqual([])
    })

    it('goes with all that was made for it, and nothing else', async () => {
      const shop = new Shop()
      const theirs = {
        Name: 'www.shop.example.',
        Type: 'A',
        ResourceRecords: [{ Value: '192.0.2.1' }],
      }
      shop.model.zones.all.get('Z1')!.records.push(theirs)
      await shop.deploy(keys)
      expect(await shop.destroy()).toBe('done')
      expect(shop.records()).toEqual(['www.shop.example. A 192.0.2.1'])
      expect(shop.model.certificates.all.size).toBe(0)
      expect(shop.model.domains.all.size).toBe(0)
    })

    it('that oche.yaml no longer has goes likewise', async () => {
      const shop = new Shop()
      await shop.deploy(keys)
      expect(await shop.deploy(`kind: ${kind}\n`)).toBe('done')
      expect(shop.records()).toEqual([])
      expect(shop.model.certificates.all.size).toBe(0)
      expect(await shop.pending(`kind: ${kind}\n`, true)).toEqual([])
    })

    it('is finished by the next deploy wherever one was killed, and destroyed without a trace', async () => {
      const undisturbed = new Shop()
      await undisturbed.deploy(keys)
      const expected = undisturbed.snapshot()
      for (let writes = FIRST; ; writes += STEP) {
        const shop = new Shop()
        const ended = await shop.deploy(keys, { stopAfter: writes })
        if (ended !== 'killed') break
        if (writes % 2 === 0) {
          expect(await shop.deploy(keys), `after ${writes}`).toBe('done')
          expect(shop.snapshot(), `after ${writes}`).toEqual(expected)
        }
        expect(await shop.destroy(), `after ${writes}`).toBe('done')
        expect(shop.records(), `after ${writes}`).toEqual([])
        expect(shop.model.certificates.all.size, `after ${writes}`).toBe(0)
      }
    })

    it('is gone after the next destroy wherever one was killed', async () => {
      for (let writes = FIRST; ; writes += STEP) {
        const shop = new Shop()
        await shop.deploy(keys)
        const ended = await shop.destroy(writes)
        if (ended !== 'killed') break
        expect(await shop.destroy(), `after ${writes}`).toBe('done')
        expect(shop.records(), `after ${writes}`).toEqual([])
        expect(shop.model.certificates.all.size, `after ${writes}`).toBe(0)
      }
    })
  },
)

/** Runs of those that a seed decides. */
const RUNS = process.env['OCHE_RUNS'] === undefined ? 1 : 5

describe(`a domain whose calls fail now and then (OCHE_SEED=${seed})`, () => {
  it('is as it should be after the next deploy, and gone after the next destroy', async () => {
    for (let one = seed; one < seed + RUNS; one++) {
      const shop = new Shop(new AwsModel(new Random(one)))
      const { model } = shop
      for (const faults of [6, 12]) {
        model.faultsOnceIn = faults
        await shop.deploy(ZONED)
        model.faultsOnceIn = 0
        expect(await shop.deploy(ZONED), `OCHE_SEED=${one}`).toBe('done')
        expect(await shop.pending(ZONED, true), `OCHE_SEED=${one}`).toEqual([])
        expect(shop.records(), `OCHE_SEED=${one}`).toEqual(OURS)
        expect(model.certificates.all.size, `OCHE_SEED=${one}`).toBe(1)
        model.faultsOnceIn = faults
        await shop.destroy()
        model.faultsOnceIn = 0
        expect(await shop.destroy(), `OCHE_SEED=${one}`).toBe('done')
        expect(shop.records(), `OCHE_SEED=${one}`).toEqual([])
        expect(model.certificates.all.size, `OCHE_SEED=${one}`).toBe(0)
      }
    }
  })
})

describe('the records of a domain', () => {
  it('cost one read where nothing has changed', async () => {
    const shop = new Shop()
    await shop.deploy(ZONED)
    shop.calls()
    await shop.deploy(ZONED)
    expect(shop.calls().filter((call) => /^(route53|acm):/.test(call))).toEqual([
      'route53:ListResourceRecordSets',
    ])
  })

  it('that are somebody else’s are named, and nothing is made', async () => {
    for (const theirs of [
      alias('A', 'd-other.execute-api.eu-west-1.amazonaws.com'),
      { Name: `${NAME}.`, Type: 'CNAME', ResourceRecords: [{ Value: 'elsewhere.example' }] },
      { ...alias('A', TARGET), SetIdentifier: 'blue', Weight: 10 },
    ]) {
      const shop = new Shop()
      shop.model.zones.all.get('Z1')!.records.push(theirs)
      const ended = await shop.deploy(ZONED)
      expect(ended).toMatchObject({ code: 'NOT_OURS' })
      expect(String(ended)).toContain(`record ${theirs.Type} of ${NAME}`)
      expect(shop.model.writes).toEqual([])
    }
  })

  it('that somebody has changed are drift, and are replaced only when that is said', async () => {
    const shop = new Shop()
    await shop.deploy(ZONED)
    const zone = shop.model.zones.all.get('Z1')!
    zone.records = zone.records.filter(({ Type }) => Type !== 'AAAA')
    expect(await shop.pending(ZONED)).toEqual(['route53:ChangeResourceRecordSets'])
    await shop.deploy(ZONED)
    expect(shop.records()).toEqual(OURS)
    zone.records = zone.records.map((one) =>
      one['Type'] === 'A' ? alias('A', 'other.example') : one,
    )
    expect(await shop.deploy(ZONED)).toMatchObject({ code: 'NOT_OURS' })
    expect(await shop.deploy(ZONED, { adopt: true })).toBe('done')
    expect(shop.records()).toEqual(OURS)
  })

  it('that lead elsewhere by the time of a destroy stay, and that of the certificate with them', async () => {
    // Another service, and the same domain in another region.
    for (const other of ['other.example', 'd-a1b2.execute-api.us-east-1.amazonaws.com']) {
      const shop = new Shop()
      await shop.deploy(ZONED)
      const zone = shop.model.zones.all.get('Z1')!
      zone.records = zone.records.map((one) => (one['Type'] === 'A' ? alias('A', other) : one))
      expect(await shop.destroy()).toBe('done')
      expect(shop.records()).toEqual([OURS[0], `${NAME}. A ${other}`])
    }
  })

  it('that lead to a domain which was deleted by hand are drift, and lead to the next one', async () => {
    const shop = await withoutDomain()
    expect(await shop.pending(ZONED)).toContain('route53:ChangeResourceRecordSets')
    expect(await shop.deploy(ZONED)).toBe('done')
    expect(shop.records()).toEqual(OURS)
    expect(await shop.pending(ZONED, true)).toEqual([])
  })

  it('do so where the run that made the domain again was killed before them', async () => {
    for (let writes = FIRST % 2; ; writes += 2) {
      const shop = await withoutDomain()
      if ((await shop.deploy(ZONED, { stopAfter: writes })) !== 'killed') break
      expect(await shop.deploy(ZONED), `after ${writes}`).toBe('done')
      expect(shop.records(), `after ${writes}`).toEqual(OURS)
    }
  })

  it('go with what is left where the domain was deleted by hand', async () => {
    const destroyed = await withoutDomain()
    expect(await destroyed.destroy()).toBe('done')
    expect(destroyed.records()).toEqual([])
    expect(destroyed.model.certificates.all.size).toBe(0)
    const removed = await withoutDomain()
    expect(await removed.deploy('')).toBe('done')
    expect(removed.records()).toEqual([])
    expect(removed.model.certificates.all.size).toBe(0)
  })

  it('stay where others have a mapping of the domain', async () => {
    const shop = new Shop()
    await shop.deploy(ZONED)
    const [domain] = shop.model.domains.all.values()
    domain!.mappings.set('theirs', {
      ApiMappingId: 'theirs',
      ApiId: 'x',
      Stage: 'y',
      ApiMappingKey: 'z',
    })
    expect(await shop.destroy()).toBe('done')
    expect(shop.records()).toEqual(OURS)
    expect(shop.model.certificates.all.size).toBe(1)
  })

  it('stay, and go with the domain, where hostedZone is left out later', async () => {
    const shop = new Shop()
    await shop.deploy(ZONED)
    const bare = `api: { domain: { name: ${NAME} } }`
    expect(await shop.deploy(bare)).toBe('done')
    expect(await shop.pending(bare, true)).toEqual([])
    expect(shop.records()).toEqual(OURS)
    expect(await shop.destroy()).toBe('done')
    expect(shop.records()).toEqual([])
    expect(shop.model.certificates.all.size).toBe(0)
  })

  it.each([
    ['is not there', 'Z2', /Z2 is not there, or is another account's/],
    ['does not hold the domain', 'Z3', /Z3 is other.example, which does not hold api.shop.example/],
    ['is private', 'Z4', /Z4 \(shop.example\) is private/],
  ])('are refused where the zone %s, before anything is made', async (_, zone, message) => {
    const shop = new Shop()
    shop.model.zones.make('Z3', 'other.example')
    shop.model.zones.make('Z4', 'shop.example', [], true)
    const ended = await shop.deploy(ZONED.replace('Z1', zone))
    expect(ended).toMatchObject({
      code: 'HOSTED_ZONE_WRONG',
      message: expect.stringMatching(message),
    })
    expect(shop.model.writes).toEqual([])
  })
})

describe('a domain of all names of its kind', () => {
  it('is made and goes like another: no tag has its asterisk', async () => {
    const shop = new Shop()
    const every = ZONED.replace(NAME, '"*.shop.example"')
    expect(await shop.deploy(every)).toBe('done')
    expect(shop.records().filter((one) => !one.startsWith('_'))).toEqual([
      expect.stringMatching(/^\\052\.shop\.example\. A /),
      expect.stringMatching(/^\\052\.shop\.example\. AAAA /),
    ])
    expect(await shop.pending(every, true)).toEqual([])
    expect(JSON.stringify([...shop.model.api.apis.values()].map(({ tags }) => tags))).not.toContain(
      '*',
    )
    expect(await shop.destroy()).toBe('done')
    expect(shop.records()).toEqual([])
  })
})

describe('the certificate of a domain', () => {
  it('is not requested where one is given, and gives way to that later', async () => {
    const given = ZONED.replace('hostedZone', 'certificate: "arn:aws:acm:given", hostedZone')
    const shop = new Shop()
    shop.model.certificates.isIssued = () => true
    expect(await shop.deploy(given)).toBe('done')
    expect(shop.model.certificates.all.size).toBe(0)

    const later = new Shop()
    await later.deploy(ZONED)
    later.model.certificates.isIssued = () => true
    expect(await later.deploy(given)).toBe('done')
    expect(later.model.certificates.all.size).toBe(0)
    expect(later.records()).toEqual(OURS.slice(1))
  })

  it('whose record was there already leaves that behind', async () => {
    const shop = new Shop()
    const [, value] = OURS[0]!.split(' CNAME ')
    const theirs = { Name: `_token.${NAME}.`, Type: 'CNAME', ResourceRecords: [{ Value: value }] }
    shop.model.zones.all.get('Z1')!.records.push(theirs)
    expect(await shop.deploy(ZONED)).toBe('done')
    await shop.destroy()
    expect(shop.records()).toEqual([OURS[0]])
  })

  it('leaves its record to one of somebody else’s that ACM knows by the same', async () => {
    for (const [DomainName, KeyAlgorithm] of [
      [NAME, undefined],
      [`*.${NAME}`, undefined],
      [NAME, 'EC_prime256v1'],
    ]) {
      const shop = new Shop()
      await shop.deploy(ZONED)
      const { certificates } = shop.model
      certificates.answer('RequestCertificate', {
        DomainName,
        KeyAlgorithm,
        IdempotencyToken: 'theirs',
        Tags: [],
      })
      expect(await shop.destroy()).toBe('done')
      expect(shop.records()).toEqual([OURS[0]])
      expect(certificates.all.size).toBe(1)
    }
  })

  it('whose record is gone cannot be renewed: that is told, and mended', async () => {
    const shop = new Shop()
    await shop.deploy(ZONED)
    const zone = shop.model.zones.all.get('Z1')!
    zone.records = zone.records.filter(({ Type }) => Type !== 'CNAME')
    expect(await shop.pending(ZONED, true)).toEqual([
      'acm:AddTagsToCertificate',
      'route53:ChangeResourceRecordSets',
    ])
  })

  it('that ACM does not issue is told with its reason', async () => {
    const shop = new Shop()
    const { answer } = shop.model.certificates
    shop.model.certificates.answer = (operation, input) => {
      const said = answer.call(shop.model.certificates, operation, input) as Record<string, any>
      if (operation === 'DescribeCertificate') {
        Object.assign(said['Certificate'], { Status: 'FAILED', FailureReason: 'CAA_ERROR' })
      }
      return said
    }
    const ended = await shop.deploy(ZONED)
    expect(ended).toMatchObject({ code: 'CERTIFICATE_NOT_ISSUED' })
    expect(String(ended)).toContain('CAA_ERROR')
    shop.model.certificates.answer = answer
  })

  it('is not waited for without end', async () => {
    const shop = new Shop()
    const { answer } = shop.model.certificates
    shop.model.certificates.answer = (operation, input) => {
      const said = answer.call(shop.model.certificates, operation, input) as Record<string, any>
      if (operation === 'DescribeCertificate') said['Certificate'].Status = 'PENDING_VALIDATION'
      return said
    }
    expect(await shop.deploy(ZONED)).toMatchObject({ code: 'AWS_WAITED_TOO_LONG' })
    shop.model.certificates.answer = answer
    expect(await shop.deploy(ZONED)).toBe('done')
    expect(shop.model.certificates.all.size).toBe(1)
  })
})
