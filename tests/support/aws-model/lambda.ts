import { createHash } from 'node:crypto'
import { AwsFault, conflict, invalid, missing, outOfDate } from './fault.ts'
import type { IamModel } from './iam.ts'
import { MappingsModel } from './mappings.ts'

type Input = Record<string, any>

/** Code and settings: what a version is made of. */
export interface Content {
  Role: string
  CodeSha256: string
  [setting: string]: unknown
}

export interface Version {
  content: Content
  /** Of the role that the function's grants name. */
  roleId: number | undefined
  revision: string
  state: string
  updateStatus: string
  /** Looks until what is under way is over. */
  busyFor: number
  /** How what is under way ends. */
  ends: 'well' | 'badly'
}

interface Alias {
  version: string
  weights: Record<string, number>
  revision: string
}

export interface FunctionState {
  name: string
  tags: Record<string, string>
  latest: Version
  versions: Map<number, Version>
  numbers: number
  aliases: Map<string, Alias>
  /** By qualifier. */
  urls: Map<string, Input>
  policies: Map<string, Input[]>
  invokeConfigs: Map<string, Input>
  reserved: number | undefined
  /** By qualifier. */
  provisioned: Map<string, number>
}

/** What stands in a version, of all that a call may say. */
const SETTINGS =
  `Role Runtime Handler MemorySize Timeout EphemeralStorage Environment Layers VpcConfig
  TracingConfig LoggingConfig Description KMSKeyArn FileSystemConfigs`.split(/\s+/)

/** Functions, versions, aliases and what stands on them, with Lambda's states and revisions. */
export class LambdaModel {
  readonly functions = new Map<string, FunctionState>()
  readonly mappings: MappingsModel
  /** How the next update ends, and how long it takes, in looks. */
  outcome: () => { busyFor: number; ends: 'well' | 'badly' } = () => ({ busyFor: 0, ends: 'well' })
  readonly #iam: IamModel
  readonly #prefix: string
  #revisions = 0

  constructor(iam: IamModel, region: string, account: string) {
    this.#iam = iam
    this.mappings = new MappingsModel(region, account)
    this.#prefix = `arn:aws:lambda:${region}:${account}:function:`
  }

  answer(operation: string, input: Input): object {
    if (operation === 'CreateFunction') return this.#create(input)
    const isOfMapping =
      operation.includes('EventSourceMapping') || this.mappings.isOne(input['Resource'])
    if (isOfMapping) return this.#mapped(operation, input)
    const asked: string = input['FunctionName'] ?? input['Resource'].slice(this.#prefix.length)
    const fn = this.functions.get(asked)
    if (fn === undefined) throw missing(`Function ${asked}`)
    const work = (this as unknown as Record<string, (fn: FunctionState, input: Input) => object>)[
      `do${operation}`
    ]
    if (work === undefined) throw new Error(`the model has no lambda:${operation}`)
    return work.call(this, fn, input)
  }

  /** Whether what a bucket tells of may start a function; of others nobody knows here. */
  lets(arn: string, bucket: string): boolean {
    const [name = '', alias = ''] = arn.slice(this.#prefix.length).split(':')
    const fn = this.functions.get(name)
    if (fn === undefined) return name !== 'orders'
    return (fn.policies.get(alias) ?? []).some(
      ({ Principal, Condition }) =>
        Principal?.Service === 's3.amazonaws.com' &&
        Condition?.ArnLike?.['AWS:SourceArn'] === `arn:aws:s3:::${bucket}`,
    )
  }

  /** The function has to be there, and its role to be allowed to read. */
  #mapped(operation: string, input: Input): object {
    if (operation === 'CreateEventSourceMapping') {
      const [name = '', alias = ''] = input['FunctionName'].slice(this.#prefix.length).split(':')
      const fn = this.functions.get(name)
      if (fn?.aliases.has(alias) !== true) throw missing(`Function ${input['FunctionName']}`)
      this.#requireReader(fn, input['EventSourceArn'])
    }
    return this.mappings.answer(operation, input)
  }

  #requireReader(fn: FunctionState, source: string): void {
    const arn = fn.latest.content.Role
    const role = this.#iam.roles.get(arn.slice(arn.lastIndexOf('/') + 1))
    if (role?.inline.get('oche')?.includes(source) === true) return
    throw invalid('The provided execution role does not have permissions to read from the source')
  }

  content(settings: Input, code: Uint8Array | string, arch: string): Content {
    const kept = Object.fromEntries(
      SETTINGS.filter((key) => settings[key] !== undefined).map((key) => [key, settings[key]]),
    )
    const sha256 =
      typeof code === 'string' ? code : createHash('sha256').update(code).digest('base64')
    return { ...kept, Architectures: [arch], CodeSha256: sha256 } as unknown as Content
  }

  version(content: Content, parts: Partial<Version> = {}): Version {
    return {
      content,
      roleId: this.#roleId(content.Role),
      revision: this.revision(),
      state: 'Active',
      updateStatus: 'Successful',
      busyFor: 0,
      ends: 'well',
      ...parts,
    }
  }

  revision(): string {
    return `r${++this.#revisions}`
  }

  put(name: string, parts: Partial<FunctionState> & { latest: Version }): FunctionState {
    const fn: FunctionState = {
      name,
      tags: {},
      versions: new Map(),
      numbers: Math.max(0, ...(parts.versions?.keys() ?? [])),
      aliases: new Map(),
      urls: new Map(),
      policies: new Map(),
      invokeConfigs: new Map(),
      provisioned: new Map(),
      reserved: undefined,
      ...parts,
    }
    this.functions.set(name, fn)
    return fn
  }

  #roleId(arn: string): number | undefined {
    return this.#iam.roles.get(arn.slice(arn.lastIndexOf('/') + 1))?.id
  }

  #create(input: Input): object {
    const name = input['FunctionName'] as string
    if (this.functions.has(name)) throw conflict(`Function already exist: ${name}`)
    this.#requireRole(input['Role'])
    const content = this.content(input, input['Code'].ZipFile, input['Architectures'][0])
    const latest = this.version(content, { state: 'Pending', ...this.outcome() })
    const fn = this.put(name, { latest, tags: { ...input['Tags'] } })
    return this.#described(fn, fn.latest, '$LATEST')
  }

  #requireRole(arn: string): void {
    const role = this.#iam.roles.get(arn.slice(arn.lastIndexOf('/') + 1))
    if (role === undefined || role.unknownFor-- > 0) {
      throw invalid('The role defined for the function cannot be assumed by Lambda.')
    }
  }

  /** Each look brings what is under way nearer to its end, which gives a new revision. */
  #look(version: Version): void {
    const isBusy = version.state === 'Pending' || version.updateStatus === 'InProgress'
    if (!isBusy || version.busyFor-- > 0) return
    const isCreation = version.state === 'Pending'
    if (isCreation) version.state = version.ends === 'well' ? 'Active' : 'Failed'
    else version.updateStatus = version.ends === 'well' ? 'Successful' : 'Failed'
    version.revision = this.revision()
  }

  #described(fn: FunctionState, version: Version, number: string): Input {
    const suffix = number === '$LATEST' ? '' : `:${number}`
    const failed = version.state === 'Failed'
    return {
      FunctionName: fn.name,
      FunctionArn: this.#prefix + fn.name + suffix,
      Version: number,
      ...version.content,
      RevisionId: version.revision,
      State: version.state,
      ...(failed && { StateReason: 'it could not be made' }),
      LastUpdateStatus: version.updateStatus,
      ...(version.updateStatus === 'Failed' && { LastUpdateStatusReason: 'it was refused' }),
    }
  }

  #qualified(fn: FunctionState, qualifier: string | undefined): [Version, string] {
    if (qualifier === undefined || qualifier === '$LATEST') return [fn.latest, '$LATEST']
    const number = fn.aliases.get(qualifier)?.version ?? qualifier
    const version = fn.versions.get(Number(number))
    if (version === undefined) throw missing(`Function ${fn.name}:${qualifier}`)
    return [version, number]
  }

  protected doGetFunctionConfiguration(fn: FunctionState, input: Input): object {
    const [version, number] = this.#qualified(fn, input['Qualifier'])
    this.#look(version)
    return this.#described(fn, version, number)
  }

  protected doGetFunction(fn: FunctionState, input: Input): object {
    return {
      Configuration: this.doGetFunctionConfiguration(fn, input),
      Tags: { ...fn.tags },
      ...(fn.reserved !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: fn.reserved },
      }),
    }
  }

  /** @throws AwsFault where an update is under way, or the revision is another one */
  #requireFree({ latest, versions }: FunctionState, input: Input): void {
    if (latest.state === 'Pending')
      throw conflict('The function is currently in the following state: Pending')
    if (latest.state === 'Failed' && versions.size === 0)
      throw conflict('The function is currently in the following state: Failed')
    if (latest.updateStatus === 'InProgress') {
      throw conflict('The operation cannot be performed at this time. An update is in progress')
    }
    if (input['RevisionId'] !== undefined && input['RevisionId'] !== latest.revision)
      throw outOfDate()
  }

  #update(fn: FunctionState, content: Content): object {
    const { busyFor, ends } = this.outcome()
    // What fails leaves what was there.
    const kept = ends === 'badly' ? fn.latest.content : content
    fn.latest = this.version(kept, { updateStatus: 'InProgress', busyFor, ends })
    return this.#described(fn, fn.latest, '$LATEST')
  }

  protected doUpdateFunctionConfiguration(fn: FunctionState, input: Input): object {
    this.#requireFree(fn, input)
    this.#requireRole(input['Role'])
    const { CodeSha256, Architectures } = fn.latest.content as Content & { Architectures: string[] }
    return this.#update(fn, this.content(input, CodeSha256, Architectures[0]!))
  }

  protected doUpdateFunctionCode(fn: FunctionState, input: Input): object {
    this.#requireFree(fn, input)
    return this.#update(
      fn,
      this.content(fn.latest.content, input['ZipFile'], input['Architectures'][0]),
    )
  }

  protected doPublishVersion(fn: FunctionState, input: Input): object {
    this.#requireFree(fn, input)
    const { latest } = fn
    if (input['CodeSha256'] !== undefined && input['CodeSha256'] !== latest.content.CodeSha256) {
      throw invalid(
        `CodeSHA256 (${input['CodeSha256']}) is different from current CodeSHA256 in $LATEST`,
      )
    }
    const last = fn.versions.get(fn.numbers)
    const isSame =
      last !== undefined &&
      last.roleId === latest.roleId &&
      JSON.stringify(last.content) === JSON.stringify(latest.content)
    if (isSame) return this.#described(fn, last, String(fn.numbers))
    const made = this.version(latest.content, { state: 'Pending', busyFor: this.outcome().busyFor })
    fn.versions.set(++fn.numbers, made)
    return this.#described(fn, made, String(fn.numbers))
  }

  protected doListVersionsByFunction(fn: FunctionState): object {
    return {
      Versions: [...fn.versions].map(([number, version]) =>
        this.#described(fn, version, String(number)),
      ),
    }
  }

  protected doDeleteFunction(fn: FunctionState, input: Input): object {
    const qualifier = input['Qualifier'] as string | undefined
    if (qualifier === undefined) {
      this.functions.delete(fn.name)
      return {}
    }
    const isAliased = [...fn.aliases.values()].some(
      ({ version, weights }) => version === qualifier || qualifier in weights,
    )
    if (isAliased) throw conflict(`Unable to delete version because it is used by an alias`)
    fn.versions.delete(Number(qualifier))
    return {}
  }

  protected doTagResource(fn: FunctionState, input: Input): object {
    Object.assign(fn.tags, input['Tags'])
    return {}
  }

  protected doUntagResource(fn: FunctionState, input: Input): object {
    for (const key of input['TagKeys']) delete fn.tags[key]
    return {}
  }

  protected doPutFunctionConcurrency(fn: FunctionState, input: Input): object {
    fn.reserved = input['ReservedConcurrentExecutions']
    return {}
  }

  protected doDeleteFunctionConcurrency(fn: FunctionState): object {
    fn.reserved = undefined
    return {}
  }

  protected doGetProvisionedConcurrencyConfig(fn: FunctionState, { Qualifier }: Input): object {
    const number = fn.provisioned.get(Qualifier)
    if (number === undefined) {
      throw new AwsFault('ProvisionedConcurrencyConfigNotFoundException', 404, 'No config')
    }
    return { RequestedProvisionedConcurrentExecutions: number, Status: 'READY' }
  }

  protected doPutProvisionedConcurrencyConfig(fn: FunctionState, input: Input): object {
    if (!fn.aliases.has(input['Qualifier'])) throw missing(`Alias ${input['Qualifier']}`)
    fn.provisioned.set(input['Qualifier'], input['ProvisionedConcurrentExecutions'])
    return {}
  }

  protected doDeleteProvisionedConcurrencyConfig(fn: FunctionState, { Qualifier }: Input): object {
    fn.provisioned.delete(Qualifier)
    return {}
  }

  protected doListAliases(fn: FunctionState): object {
    return { Aliases: [...fn.aliases.keys()].map((Name) => this.doGetAlias(fn, { Name })) }
  }

  protected doGetAlias(fn: FunctionState, { Name }: Input): object {
    const alias = fn.aliases.get(Name)
    if (alias === undefined) throw missing(`Alias ${Name}`)
    const { version, weights, revision } = alias
    return {
      Name,
      FunctionVersion: version,
      RevisionId: revision,
      ...(Object.keys(weights).length > 0 && {
        RoutingConfig: { AdditionalVersionWeights: { ...weights } },
      }),
    }
  }

  protected doCreateAlias(fn: FunctionState, { Name, FunctionVersion }: Input): object {
    if (fn.aliases.has(Name)) throw conflict(`Alias already exists: ${Name}`)
    this.#qualified(fn, FunctionVersion)
    fn.aliases.set(Name, { version: FunctionVersion, weights: {}, revision: this.revision() })
    return this.doGetAlias(fn, { Name })
  }

  protected doUpdateAlias(fn: FunctionState, input: Input): object {
    const alias = fn.aliases.get(input['Name'])
    if (alias === undefined) throw missing(`Alias ${input['Name']}`)
    if (input['RevisionId'] !== undefined && input['RevisionId'] !== alias.revision)
      throw outOfDate()
    this.#qualified(fn, input['FunctionVersion'])
    alias.version = input['FunctionVersion'] ?? alias.version
    alias.weights = { ...(input['RoutingConfig']?.AdditionalVersionWeights ?? alias.weights) }
    alias.revision = this.revision()
    return this.doGetAlias(fn, input)
  }

  protected doDeleteAlias(fn: FunctionState, { Name }: Input): object {
    if (!fn.aliases.delete(Name)) throw missing(`Alias ${Name}`)
    for (const kept of [fn.urls, fn.policies, fn.invokeConfigs, fn.provisioned]) kept.delete(Name)
    return {}
  }

  protected doGetFunctionUrlConfig(fn: FunctionState, { Qualifier }: Input): object {
    const url = fn.urls.get(Qualifier)
    if (url === undefined) throw missing('The resource you requested')
    return { ...url }
  }

  protected doCreateFunctionUrlConfig(fn: FunctionState, input: Input): object {
    if (fn.urls.has(input['Qualifier']))
      throw conflict('FunctionUrlConfig exists for this Lambda function')
    const { FunctionName: _name, Qualifier, ...rest } = input
    if (!fn.aliases.has(Qualifier)) throw missing(`Alias ${Qualifier}`)
    fn.urls.set(Qualifier, {
      ...rest,
      FunctionUrl: `https://${this.revision()}.lambda-url.on.aws/`,
    })
    return this.doGetFunctionUrlConfig(fn, input)
  }

  protected doUpdateFunctionUrlConfig(fn: FunctionState, input: Input): object {
    const { FunctionName: _name, Qualifier, ...rest } = input
    Object.assign(this.doGetFunctionUrlConfig(fn, input), {})
    fn.urls.set(Qualifier, { ...fn.urls.get(Qualifier), ...rest })
    return this.doGetFunctionUrlConfig(fn, input)
  }

  protected doDeleteFunctionUrlConfig(fn: FunctionState, { Qualifier }: Input): object {
    if (!fn.urls.delete(Qualifier)) throw missing('The resource you requested')
    return {}
  }

  protected doGetPolicy(fn: FunctionState, { Qualifier }: Input): object {
    const statements = fn.policies.get(Qualifier) ?? []
    if (statements.length === 0) throw missing('The resource you requested')
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements })
    return { Policy, RevisionId: policyRevision(statements) }
  }

  protected doAddPermission(fn: FunctionState, input: Input): object {
    const { Qualifier, StatementId } = input
    if (!fn.aliases.has(Qualifier)) throw missing(`Alias ${Qualifier}`)
    const statements = fn.policies.get(Qualifier) ?? []
    if (statements.some(({ Sid }) => Sid === StatementId)) {
      throw conflict(`The statement id (${StatementId}) provided already exists.`)
    }
    requireRevision(statements, input)
    fn.policies.set(Qualifier, [...statements, this.statement(fn, input)])
    return {}
  }

  statement(fn: FunctionState, input: Input): Input {
    const { StatementId, Action, FunctionUrlAuthType, InvokedViaFunctionUrl, SourceArn } = input
    const { SourceAccount } = input
    const isService = String(input['Principal']).endsWith('.amazonaws.com')
    const Principal = isService ? { Service: input['Principal'] } : input['Principal']
    const Condition = {
      ...(FunctionUrlAuthType && {
        StringEquals: { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType },
      }),
      ...(SourceAccount && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
      ...(SourceArn && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
      ...(InvokedViaFunctionUrl && { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
    }
    return {
      Sid: StatementId,
      Effect: 'Allow',
      Principal,
      Action,
      Resource: `${this.#prefix}${fn.name}:${input['Qualifier']}`,
      ...(Object.keys(Condition).length > 0 && { Condition }),
    }
  }

  protected doRemovePermission(fn: FunctionState, input: Input): object {
    const { Qualifier, StatementId } = input
    const statements = fn.policies.get(Qualifier) ?? []
    const rest = statements.filter(({ Sid }) => Sid !== StatementId)
    if (rest.length === statements.length) throw missing(`Statement ${StatementId}`)
    requireRevision(statements, input)
    fn.policies.set(Qualifier, rest)
    return {}
  }

  protected doGetFunctionEventInvokeConfig(fn: FunctionState, { Qualifier }: Input): object {
    const config = fn.invokeConfigs.get(Qualifier)
    if (config === undefined) throw missing('The function event invoke config')
    return { ...config }
  }

  protected doPutFunctionEventInvokeConfig(fn: FunctionState, input: Input): object {
    const { FunctionName: _name, Qualifier, ...rest } = input
    fn.invokeConfigs.set(Qualifier, rest)
    return rest
  }

  protected doUpdateFunctionEventInvokeConfig(fn: FunctionState, input: Input): object {
    const { FunctionName: _name, Qualifier, ...rest } = input
    const before = this.doGetFunctionEventInvokeConfig(fn, input)
    fn.invokeConfigs.set(Qualifier, { ...before, ...rest })
    return rest
  }

  protected doDeleteFunctionEventInvokeConfig(fn: FunctionState, { Qualifier }: Input): object {
    if (!fn.invokeConfigs.delete(Qualifier)) throw missing('The function event invoke config')
    return {}
  }
}

/** A policy's revision: the same as long as the statements are. */
function policyRevision(statements: readonly Input[]): string {
  return createHash('sha256').update(JSON.stringify(statements)).digest('hex').slice(0, 12)
}

function requireRevision(statements: readonly Input[], { RevisionId }: Input): void {
  if (RevisionId !== undefined && RevisionId !== policyRevision(statements)) throw outOfDate()
}
