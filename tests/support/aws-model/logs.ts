import { AwsFault, missing } from './fault.ts'

export interface Group {
  retention: number | undefined
  tags: Record<string, string>
}

type Input = Record<string, any>

/** Log groups. */
export class LogsModel {
  readonly groups = new Map<string, Group>()

  answer(operation: string, input: Input): object {
    const name: string =
      input['logGroupName'] ?? input['logGroupNamePrefix'] ?? input['resourceArn'].split(':')[6]
    if (operation === 'DescribeLogGroups') {
      const found = [...this.groups].filter(([has]) => has.startsWith(name)).toSorted()
      return {
        logGroups: found.map(([logGroupName, { retention }]) => ({
          logGroupName,
          ...(retention !== undefined && { retentionInDays: retention }),
        })),
      }
    }
    if (operation === 'CreateLogGroup') {
      if (this.groups.has(name)) {
        throw new AwsFault(
          'ResourceAlreadyExistsException',
          400,
          'The specified log group already exists',
        )
      }
      this.groups.set(name, { retention: undefined, tags: { ...input['tags'] } })
      return {}
    }
    const group = this.groups.get(name)
    if (group === undefined) throw missing('The specified log group')
    switch (operation) {
      case 'ListTagsForResource':
        return { tags: { ...group.tags } }
      case 'TagResource':
        Object.assign(group.tags, input['tags'])
        return {}
      case 'UntagResource':
        for (const key of input['tagKeys']) delete group.tags[key]
        return {}
      case 'PutRetentionPolicy':
        group.retention = input['retentionInDays']
        return {}
      case 'DeleteRetentionPolicy':
        group.retention = undefined
        return {}
      case 'DeleteLogGroup':
        this.groups.delete(name)
        return {}
    }
    throw new Error(`the model has no logs:${operation}`)
  }
}
