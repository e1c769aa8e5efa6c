import type { EventCaller } from '../resources/events/callers.ts'
import type { Mapping } from '../resources/mappings/desire.ts'
import type { Schedule } from '../resources/schedules/desire.ts'
import type { Exported, Wanted } from './exported.ts'
import { aliasRef, hasTags, numbered, roleResource, tagList, type Resource } from './sam-common.ts'
import { REST, SHARED } from './sam-ids.ts'

/** Who calls the alias, but for its URL. */
export function callerResources({ desired: { id, wants } }: Exported): Resource {
  return numbered(
    `${id}Caller`,
    callersOf(id, wants.permissions).map(({ resource }) => resource),
  )
}

/** Of topics and rules, whose events are lost until they are let call. */
function eventCallerIds({ id, wants }: Wanted): string[] {
  return callersOf(id, wants.permissions).flatMap(({ isEvent }, index) =>
    isEvent ? [`${id}Caller${index + 1}`] : [],
  )
}

function callersOf(
  id: string,
  callers: Wanted['wants']['permissions'],
): { resource: Resource; isEvent: boolean }[] {
  return callers.flatMap((caller): { resource: Resource; isEvent: boolean }[] => {
    if (typeof caller === 'object')
      return [{ resource: permission(id, eventSource(caller)), isEvent: true }]
    switch (caller) {
      case 'anybody':
      case 'signed':
        return []
      case 'http-api':
        return [{ resource: permission(id, apiSource(SHARED, '*/*')), isEvent: false }]
      case 'authorizers of http-api':
        return [{ resource: permission(id, apiSource(SHARED, 'authorizers/*')), isEvent: false }]
      case 'rest':
        return [{ resource: permission(id, apiSource(REST, '*/*')), isEvent: false }]
      case 'authorizers of rest':
        return [{ resource: permission(id, apiSource(REST, 'authorizers/*')), isEvent: false }]
    }
  })
}

function permission(id: string, source: Resource): Resource {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: aliasRef(id), ...source },
  }
}

function eventSource({ service, sourceArn, account }: EventCaller): Resource {
  return {
    Principal: service,
    SourceArn: sourceArn,
    ...(account !== undefined && { SourceAccount: account }),
  }
}

function apiSource(id: string, path: string): Resource {
  const api = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}'
  return {
    Principal: 'apigateway.amazonaws.com',
    SourceArn: { 'Fn::Sub': `${api}:\${${id}}/${path}` },
  }
}

export function topicResources({ desired }: Exported): Resource {
  const { id, wants } = desired
  const all = wants.topics.map(({ arn, subscription: { filter, scope } }) => ({
    Type: 'AWS::SNS::Subscription',
    DependsOn: eventCallerIds(desired),
    Properties: {
      TopicArn: arn,
      Protocol: 'lambda',
      Endpoint: aliasRef(id),
      ...(filter !== undefined && { FilterPolicyScope: scope, FilterPolicy: filter }),
    },
  }))
  return numbered(`${id}Subscription`, all)
}

/** CloudFormation sets what a bucket tells only where it makes the bucket: see `left-out.ts`. */
export function bucketless(): Resource {
  return {}
}

export function ruleResources({ desired }: Exported): Resource {
  const { id, wants } = desired
  const all = wants.rules.map(({ name, bus, pattern, enabled }) => ({
    Type: 'AWS::Events::Rule',
    DependsOn: eventCallerIds(desired),
    Properties: {
      Name: name,
      EventBusName: bus,
      EventPattern: pattern,
      State: stateOf(enabled),
      Targets: [{ Id: 'live', Arn: aliasRef(id) }],
    },
  }))
  return numbered(`${id}Rule`, all)
}

function stateOf(enabled: boolean): string {
  return enabled ? 'ENABLED' : 'DISABLED'
}

export function mappingResources({ desired: { id, tags, wants } }: Exported): Resource {
  const all = wants.mappings.map((mapping) => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      FunctionName: aliasRef(id),
      ...mappingProperties(mapping),
      ...(hasTags(tags) && { Tags: tagList(tags) }),
    },
  }))
  return numbered(`${id}Mapping`, all)
}

function mappingProperties({ source, startingPosition, settings }: Mapping): Resource {
  const { filter, maxConcurrency, parallelism, onFailure } = settings
  return {
    EventSourceArn: source,
    Enabled: settings.enabled,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.window,
    ...(settings.partialFailures && { FunctionResponseTypes: ['ReportBatchItemFailures'] }),
    ...(filter.length > 0 && {
      FilterCriteria: { Filters: filter.map((one) => ({ Pattern: JSON.stringify(one) })) },
    }),
    ...(maxConcurrency !== undefined && {
      ScalingConfig: { MaximumConcurrency: maxConcurrency },
    }),
    ...(startingPosition !== undefined && { StartingPosition: startingPosition }),
    ...(parallelism !== undefined && {
      ParallelizationFactor: parallelism,
      MaximumRetryAttempts: settings.retries,
      MaximumRecordAgeInSeconds: settings.maxAge,
      BisectBatchOnFunctionError: settings.bisect,
    }),
    ...(onFailure !== undefined && {
      DestinationConfig: { OnFailure: { Destination: onFailure } },
    }),
  }
}

export function scheduleResources({ desired: { id, name, tags, wants } }: Exported): Resource {
  const { all, role } = wants.schedules
  if (all.length === 0) return {}
  return {
    [`${id}ScheduleGroup`]: {
      Type: 'AWS::Scheduler::ScheduleGroup',
      Properties: { Name: name, ...(hasTags(tags) && { Tags: tagList(tags) }) },
    },
    [`${id}ScheduleRole`]: roleResource(role, tags, undefined),
    ...numbered(
      `${id}Schedule`,
      all.map((one) => scheduleResource(id, one)),
    ),
  }
}

function scheduleResource(id: string, schedule: Schedule): Resource {
  const { name, expression, timezone, input, enabled } = schedule
  return {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      Name: name,
      GroupName: { Ref: `${id}ScheduleGroup` },
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timezone,
      State: stateOf(enabled),
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: aliasRef(id),
        RoleArn: { 'Fn::GetAtt': [`${id}ScheduleRole`, 'Arn'] },
        ...(input !== undefined && { Input: input }),
      },
    },
  }
}
