import { AwsFault, missing } from './fault.ts'

type Input = Record<string, any>

interface RuleState {
  settings: Input
  tags: Record<string, string>
  targets: Map<string, Input>
}

const tagsOf = (tags: Input[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))

/** Rules of EventBridge by their ARNs. */
export class RulesModel {
  readonly all = new Map<string, RuleState>()
  readonly buses = new Set(['default', 'shop'])
  readonly #prefix: string

  constructor(region: string, account: string) {
    this.#prefix = `arn:aws:events:${region}:${account}:rule/`
  }

  make(path: string, parts: Partial<RuleState> = {}): RuleState {
    const made = { settings: {}, tags: {}, targets: new Map(), ...parts }
    this.all.set(this.#prefix + path, made)
    return made
  }

  /** ARNs of those that have these tags. */
  tagged({ TagFilters }: Input): object {
    const found = [...this.all].filter(([, { tags }]) =>
      TagFilters.every(({ Key, Values }: Input) => Values.includes(tags[Key])),
    )
    return { ResourceTagMappingList: found.map(([ResourceARN]) => ({ ResourceARN })) }
  }

  answer(operation: string, input: Input): object {
    if (operation === 'DescribeEventBus') {
      if (!this.buses.has(input['Name'])) throw missing(`Event bus ${input['Name']}`)
      return {}
    }
    const arn = this.#arnOf(input)
    const found = this.all.get(arn)
    if (operation === 'PutRule') return this.#put(arn, input, found)
    if (found === undefined) throw missing(`Rule ${arn}`)
    switch (operation) {
      case 'DescribeRule':
        return { ...found.settings }
      case 'ListTargetsByRule':
        return { Targets: [...found.targets.values()] }
      case 'ListTagsForResource':
        return { Tags: Object.entries(found.tags).map(([Key, Value]) => ({ Key, Value })) }
      case 'TagResource':
        Object.assign(found.tags, tagsOf(input['Tags']))
        return {}
      case 'UntagResource':
        for (const key of input['TagKeys']) delete found.tags[key]
        return {}
      case 'PutTargets':
        for (const target of input['Targets']) found.targets.set(target.Id, target)
        return { FailedEntryCount: 0, FailedEntries: [] }
      case 'RemoveTargets':
        for (const id of input['Ids']) found.targets.delete(id)
        return { FailedEntryCount: 0, FailedEntries: [] }
      case 'DeleteRule':
        if (found.targets.size > 0) {
          const message = "Rule can't be deleted since it has targets."
          throw new AwsFault('ValidationException', 400, message)
        }
        this.all.delete(arn)
        return {}
    }
    throw new Error(`the model has no events:${operation}`)
  }

  #arnOf({ ResourceARN, Name, Rule = Name, EventBusName }: Input): string {
    if (ResourceARN !== undefined) return ResourceARN
    return this.#prefix + (EventBusName === 'default' ? Rule : `${EventBusName}/${Rule}`)
  }

  #put(arn: string, { EventBusName, Tags, ...settings }: Input, found?: RuleState): object {
    if (!this.buses.has(EventBusName)) throw missing(`Event bus ${EventBusName}`)
    // Tags of a rule that is there are left as they are.
    if (found === undefined)
      this.make(arn.slice(this.#prefix.length), { settings, tags: tagsOf(Tags) })
    else found.settings = settings
    return { RuleArn: arn }
  }
}
