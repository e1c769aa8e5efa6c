import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseConfig } from '../../../src/core/config/parse.ts'
import { normalizeHttp } from '../../../src/core/config/schema.ts'
import { OcheError } from '../../../src/core/errors.ts'
import { loadProject, type FunctionConfig, type Project } from '../../../src/core/project.ts'
import { sharedBy } from '../../../src/core/shared-api.ts'
import { silentReporter } from '../../../src/core/reporter.ts'
import { createAws, type Aws } from '../../../src/deploy/aws/aws.ts'
import type { Clock } from '../../../src/deploy/aws/clock.ts'
import { desire, groundOf, placeOf, type Place } from '../../../src/deploy/index.ts'
import type { Random } from '../random.ts'
import { deployTogether, destroyTogether, planTogether } from '../together.ts'
import { ACCOUNT, type AwsModel } from './aws.ts'
import { NAME, OTHER, OTHER_ROUTE } from './world.ts'

/** Time that passes as soon as somebody waits for it. */
export function quickClock(random: Random): Clock {
  let now = 0
  return {
    now: () => now,
    sleep: async (milliseconds) => void (now += milliseconds),
    random: () => random.below(1000) / 1000,
  }
}

/** Further keys of oche.yaml, one of which is picked each. */
const CHOICES = [
  ['memory: 128', 'memory: 256'],
  [
    'http: none',
    'http: { kind: url, access: public }',
    'http: url',
    'http: { kind: http-api, access: public }',
    'http: { kind: http-api, access: public, routes: ["GET /a", "GET /b"], cors: {} }',
    'http: { kind: http-api-v1, access: public, stage: dev, routes: ["GET /a"], authorizer: { type: jwt, issuer: "https://i.example", audience: [a] } }',
    'http: { kind: rest, access: public }',
    'http: { kind: rest, routes: ["GET /a"], authorizer: { type: jwt, issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a", scopes: [a] } }',
    'http: { kind: rest, stage: dev, routes: ["GET /a/{id}", "POST /a"], binaryMediaTypes: ["image/*"], streaming: true, cors: { origins: ["https://a.example"], headers: [x] } }',
  ],
  ['retries: 2', 'retries: 0'],
  ['logRetentionDays: 14', 'logRetentionDays: 30', 'logRetentionDays: never'],
  ['# nothing more', 'description: orders', 'provisionedConcurrency: 2'],
  ['', '', 'onFailure: alarm', 'onFailure: "arn:aws:sns:eu-west-1:123456789012:alarm"'],
  ['permissions: basic', 'permissions: minimal'],
  ['environment: {}', 'environment: { GREETING: hi }', 'environment: { OTHER: x }'],
  ['keepVersions: 5', 'keepVersions: 1'],
  ['tags: {}', 'tags: { stage: dev }'],
  [
    'events: []',
    'events: [{ sqs: "arn:aws:sqs:eu-west-1:123456789012:one" }]',
    'events: [{ sqs: { queue: "arn:aws:sqs:eu-west-1:123456789012:one", batchSize: 5, filter: { body: { a: [b] } } } }, { kinesis: "arn:aws:kinesis:eu-west-1:123456789012:stream/two" }]',
    'events: [{ kinesis: { stream: "arn:aws:kinesis:eu-west-1:123456789012:stream/two", startingPosition: LATEST, enabled: false } }]',
    'events: [{ sns: "arn:aws:sns:eu-west-1:123456789012:news" }, { s3: { bucket: photos, prefix: in/ } }]',
    'events: [{ sns: { topic: "arn:aws:sns:eu-west-1:123456789012:news", filter: { a: { b: [c] } }, scope: body } }, { eventbridge: { pattern: { source: [shop] } } }]',
    'events: [{ sns: { topic: "arn:aws:sns:eu-west-1:123456789012:news", filter: { a: [c] } } }, { s3: { bucket: photos, suffix: .png } }, { s3: { bucket: photos, events: ["s3:ObjectRemoved:*"] } }]',
    'events: [{ eventbridge: { pattern: { source: [shop] }, bus: shop, enabled: false } }, { eventbridge: { pattern: { source: [x], detail: { a: [1] } } } }, { s3: { bucket: photos, prefix: out/ } }]',
    'events: [{ schedule: rate(5 minutes) }]',
    'events: [{ schedule: rate(1 hour) }, { schedule: { expression: "cron(0 2 * * ? *)", input: { a: 1 }, enabled: false } }]',
  ],
  ['tracing: false', 'reservedConcurrency: 2'],
]

/** A deploy as somebody wants it. */
export class Deploying {
  readonly #folder: string
  readonly #model: AwsModel
  readonly #random: Random
  readonly #who: string
  readonly #stage: string | undefined
  readonly project: Project
  readonly fn: FunctionConfig
  /** Whether the project has another function, which this is not about. */
  readonly isAlone: boolean
  readonly zip: string

  /** @param events in place of those that are picked */
  constructor(
    folder: string,
    who: string,
    model: AwsModel,
    random: Random,
    stage?: string,
    events?: readonly unknown[],
  ) {
    this.#folder = join(folder, who)
    this.#model = model
    this.#random = random
    this.#who = who
    this.#stage = stage
    const picked = CHOICES.map((choices) => random.pick(choices))
    const lines =
      events === undefined
        ? picked
        : [
            ...picked.filter((line) => !line.startsWith('events:')),
            `events: ${JSON.stringify(events)}`,
          ]
    mkdirSync(this.#folder, { recursive: true })
    const text = [`name: ${NAME}`, "build: 'true'", 'arch: x86_64', ...lines].join('\n')
    parseConfig(text, 'oche.yaml')
    writeFileSync(join(this.#folder, 'oche.yaml'), text)
    this.project = loadProject({ cwd: this.#folder })
    this.fn = this.project.functions[0]!
    this.isAlone = random.once(2)
    this.zip = join(this.#folder, 'zip')
    writeFileSync(this.zip, `code of ${who} ${random.below(3)}`)
  }

  /** @returns how it ended: undefined where well */
  async deploy(): Promise<string | undefined> {
    try {
      await deployTogether(this.#together())
      return undefined
    } catch (thrown) {
      if (this.#model.bugs.length > 0) throw this.#model.bugs[0]
      // What is no OcheError is a bug of ours, or of the model's.
      if (!(thrown instanceof OcheError)) throw thrown
      return `${thrown.code}: ${thrown.message}`
    }
  }

  /** Takes everything away, log group and all. */
  async destroy(): Promise<void> {
    await destroyTogether({ aws: this.#aws(), place: this.#place() })
  }

  /** What a further deploy would do. */
  async pending(): Promise<string[]> {
    return (await planTogether(this.#together())).calls
  }

  get wantsCode(): string {
    return this.#desired().wants.function.code!.sha256
  }

  #together() {
    const { fn, isAlone, project } = this
    const place = groundOf(ACCOUNT, { name: 'shop', stage: this.#stage })
    const http = sharedBy(fn.http) === undefined ? normalizeHttp('http-api') : fn.http
    const other = { ...fn, name: OTHER, http: { ...http, routes: [OTHER_ROUTE] } }
    const source = isAlone
      ? { place, api: project.api, functions: [fn] }
      : { place, api: project.api, functions: [fn, other], only: [fn.name] }
    return { aws: this.#aws(), desired: this.#desired(), source }
  }

  #aws(): Aws {
    const send = this.#model.sender(this.#who)
    return createAws({ send, clock: quickClock(this.#random), reporter: silentReporter })
  }

  #place(): Place {
    return placeOf(ACCOUNT, { name: 'shop', stage: this.#stage }, this.fn.name)
  }

  #desired() {
    const { fn, zip } = this
    const code = `code of ${this.#who}`
    return desire({
      place: this.#place(),
      fn,
      environment: fn.environment,
      artifact: {
        arch: fn.arch,
        zip,
        zipBytes: code.length,
        bytes: 1,
        sha256: createHash('sha256').update(readFileSync(zip)).digest('hex'),
      },
    })
  }
}
