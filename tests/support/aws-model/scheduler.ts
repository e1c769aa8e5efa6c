import { AwsFault, missing } from './fault.ts'

type Input = Record<string, any>

interface GroupState {
  tags: Record<string, string>
  schedules: Map<string, Input>
  /** Looks until it is gone; undefined where it stays. */
  leavesAfter: number | undefined
}

const conflict = (message: string) => new AwsFault('ConflictException', 409, message)

/** Groups of schedules, as EventBridge Scheduler keeps them. */
export class SchedulerModel {
  readonly groups = new Map<string, GroupState>()
  /** Looks until a group that is deleted is gone. */
  delay: () => number = () => 0

  make(name: string, parts: Partial<GroupState> = {}): GroupState {
    const made = { tags: {}, schedules: new Map(), leavesAfter: undefined, ...parts }
    this.groups.set(name, made)
    return made
  }

  answer(operation: string, input: Input): object {
    if (operation === 'CreateScheduleGroup') return this.#create(input)
    const isOfSchedule = /Schedules?$/.test(operation)
    const name: string = isOfSchedule
      ? input['GroupName']
      : (input['Name'] ?? input['ResourceArn'].split('/').at(-1))
    const group = this.#look(name)
    if (group === undefined) throw missing(`Schedule group ${name}`)
    switch (operation) {
      case 'GetScheduleGroup':
        return { Name: name, State: group.leavesAfter === undefined ? 'ACTIVE' : 'DELETING' }
      case 'DeleteScheduleGroup':
        group.leavesAfter ??= this.delay()
        return {}
      case 'ListTagsForResource':
        return { Tags: Object.entries(group.tags).map(([Key, Value]) => ({ Key, Value })) }
      case 'TagResource':
        for (const { Key, Value } of input['Tags']) group.tags[Key] = Value
        return {}
      case 'UntagResource':
        for (const key of input['TagKeys']) delete group.tags[key]
        return {}
      case 'ListSchedules':
        return { Schedules: [...group.schedules.keys()].map((Name) => ({ Name })) }
    }
    return ofSchedule(group, operation, input)
  }

  #create({ Name, Tags }: Input): object {
    const found = this.#look(Name)
    if (found?.leavesAfter !== undefined) throw conflict(`The group ${Name} is being deleted.`)
    if (found !== undefined) throw conflict(`The group ${Name} already exists.`)
    this.make(Name, {
      tags: Object.fromEntries(Tags.map((tag: Input) => [tag['Key'], tag['Value']])),
    })
    return {}
  }

  #look(name: string): GroupState | undefined {
    const group = this.groups.get(name)
    if (group?.leavesAfter === undefined || group.leavesAfter-- > 0) return group
    this.groups.delete(name)
    return undefined
  }
}

function ofSchedule(group: GroupState, operation: string, input: Input): object {
  const { Name, GroupName: _group, ...rest } = input
  const found = group.schedules.get(Name)
  if (operation === 'CreateSchedule') {
    if (group.leavesAfter !== undefined) throw conflict('The group is being deleted.')
    if (found !== undefined) throw conflict(`The schedule ${Name} already exists.`)
    group.schedules.set(Name, rest)
    return {}
  }
  if (found === undefined) throw missing(`Schedule ${Name}`)
  switch (operation) {
    case 'GetSchedule':
      return { Name, ...found }
    case 'UpdateSchedule':
      group.schedules.set(Name, rest)
      return {}
    case 'DeleteSchedule':
      group.schedules.delete(Name)
      return {}
  }
  throw new Error(`the model has no scheduler:${operation}`)
}
