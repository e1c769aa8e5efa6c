import { AwsFault, conflict, missing } from './fault.ts'

type Input = Record<string, any>

export interface MappingState {
  id: string
  source: string
  /** ARN of the function, with its qualifier. */
  of: string
  settings: Input
  tags: Record<string, string>
  state: string
  /** Looks until what is under way is over. */
  busyFor: number
}

const inUse = () =>
  new AwsFault(
    'ResourceInUseException',
    400,
    'Cannot update the event source mapping because it is in use.',
  )

/** Event source mappings, which outlive their functions. */
export class MappingsModel {
  readonly all = new Map<string, MappingState>()
  /** Looks until the next change is done. */
  delay: () => number = () => 0
  readonly #prefix: string
  #ids = 0

  constructor(region: string, account: string) {
    this.#prefix = `arn:aws:lambda:${region}:${account}:event-source-mapping:`
  }

  /** In place of one from the same source: Lambda has no two. */
  make(of: string, source: string, parts: Partial<MappingState> = {}): MappingState {
    for (const [id, one] of this.all)
      if (one.of === of && one.source === source) this.all.delete(id)
    const made: MappingState = {
      id: `m${++this.#ids}`,
      source,
      of,
      settings: {},
      tags: {},
      state: 'Enabled',
      busyFor: 0,
      ...parts,
    }
    this.all.set(made.id, made)
    return made
  }

  isOne(arn: unknown): boolean {
    return typeof arn === 'string' && arn.startsWith(this.#prefix)
  }

  answer(operation: string, input: Input): object {
    if (operation === 'ListEventSourceMappings') return this.#list(input)
    if (operation === 'CreateEventSourceMapping') return this.#create(input)
    const id = input['UUID'] ?? input['Resource'].slice(this.#prefix.length)
    const found = this.all.get(id)
    if (found === undefined) throw missing(`Event source mapping ${id}`)
    switch (operation) {
      case 'ListTags':
        return { Tags: found.tags }
      case 'TagResource':
        Object.assign(found.tags, input['Tags'])
        return {}
      case 'UntagResource':
        for (const key of input['TagKeys']) delete found.tags[key]
        return {}
      case 'UpdateEventSourceMapping':
        return this.#update(found, input)
      case 'DeleteEventSourceMapping':
        this.#requireIdle(found)
        this.#begin(found, 'Deleting')
        return {}
    }
    throw new Error(`the model has no lambda:${operation}`)
  }

  #list({ FunctionName, EventSourceArn }: Input): object {
    const listed = [...this.all.values()].filter(
      ({ of, source }) =>
        (FunctionName === undefined || of === FunctionName) &&
        (EventSourceArn === undefined || source === EventSourceArn),
    )
    for (const one of listed) this.#look(one)
    return {
      EventSourceMappings: listed
        .filter(({ id }) => this.all.has(id))
        .map((one) => ({
          UUID: one.id,
          EventSourceArn: one.source,
          EventSourceMappingArn: this.#prefix + one.id,
          FunctionArn: one.of,
          State: one.state,
          ...one.settings,
        })),
    }
  }

  #create({ FunctionName, EventSourceArn, Tags, ...settings }: Input): object {
    const isThere = [...this.all.values()].some(
      ({ of, source }) => of === FunctionName && source === EventSourceArn,
    )
    if (isThere) throw conflict(`An event source mapping of ${EventSourceArn} already exists.`)
    const made = this.make(FunctionName, EventSourceArn, { settings, tags: { ...Tags } })
    this.#begin(made, 'Creating')
    return { UUID: made.id }
  }

  #update(found: MappingState, { UUID: _id, FunctionName, ...settings }: Input): object {
    this.#requireIdle(found)
    if (FunctionName !== undefined) found.of = FunctionName
    Object.assign(found.settings, settings)
    this.#begin(found, 'Updating')
    return {}
  }

  #requireIdle(found: MappingState): void {
    const { state } = found
    this.#look(found)
    if (state.endsWith('ing')) throw inUse()
  }

  #begin(found: MappingState, state: string): void {
    Object.assign(found, { state, busyFor: this.delay() })
    if (found.busyFor === 0) this.#look(found)
  }

  /** Each look brings what is under way nearer to its end. */
  #look(found: MappingState): void {
    if (!found.state.endsWith('ing') || found.busyFor-- > 0) return
    if (found.state === 'Deleting') this.all.delete(found.id)
    else found.state = found.settings['Enabled'] === false ? 'Disabled' : 'Enabled'
  }
}
