import type { CreateEventSourceMappingRequest } from '@aws-sdk/client-lambda'
import { nameInArn } from '../../../core/config/events/arns.ts'
import type { Phases, Planning, Removing } from '../../converge/resource.ts'
import { aliasArn, type Place, type Tags } from '../../model/place.ts'
import {
  emptyPlan,
  joinPlans,
  one,
  step,
  stepOnMade,
  update,
  type Change,
  type Plan,
  type Step,
} from '../../model/plan.ts'
import { planTags } from '../../model/tag-plan.ts'
import { isOurs, requireOurs } from '../../model/tags.ts'
import { grantText } from '../events/grants.ts'
import type { Mapping, MappingSettings } from './desire.ts'
import { differing, type RemoteMapping } from './read.ts'

type MappingPlanning = Planning<readonly Mapping[], readonly RemoteMapping[]>

export function planMappings(planning: MappingPlanning): Phases {
  const { wanted, found, tags } = planning
  const there = found.filter(({ isLeaving }) => !isLeaving)
  const surplus = there.filter(({ source }) => !wanted.some((one) => one.source === source))
  return {
    make: joinPlans(...wanted.map((one) => planMapping(planning, one, there))),
    remove: joinPlans(...surplus.map((one) => removal(one, tags))),
  }
}

function planMapping(
  planning: MappingPlanning,
  wanted: Mapping,
  there: readonly RemoteMapping[],
): Plan {
  const { place, tags, adopt, facts } = planning
  const resource = `${wanted.type} event`
  const name = nameInArn(wanted.source)
  const found = there.find(({ source }) => source === wanted.source)
  if (found === undefined) {
    const made = one({ resource, action: 'create', to: name }, creation(place, tags, wanted))
    // Nobody but its owner changes a role that is named.
    return facts.ownRole === false ? { ...made, notes: [grantsNote(facts.roleArn, wanted)] } : made
  }
  if (found.tags === undefined) return emptyPlan()
  requireOurs(`the mapping of ${wanted.source}`, tags, found.tags, adopt)
  if (found.startingPosition !== wanted.startingPosition) {
    return one(
      { resource, action: 'replace', path: `${name}.startingPosition` },
      step('lambda:DeleteEventSourceMapping', { UUID: found.id }),
      creation(place, tags, wanted),
    )
  }
  const Resource = found.arn
  return joinPlans(
    planTags(resource, tags, found.tags, {
      add: (Tags) => step('lambda:TagResource', { Resource, Tags }),
      remove: (TagKeys) => step('lambda:UntagResource', { Resource, TagKeys }),
    }),
    changes(place, wanted, found, `${name}.`),
  )
}

function grantsNote(role: string | undefined, { grants }: Mapping): string {
  return `the role ${role} needs ${grants.map(grantText).join('; ')}`
}

function changes(
  place: Place,
  { type, settings }: Mapping,
  found: RemoteMapping,
  name: string,
): Plan {
  const keys = differing(settings, found)
  if (keys.length === 0) return emptyPlan()
  const input = { UUID: found.id, FunctionName: aliasArn(place), ...settingsInput(settings) }
  return {
    changes: keys.map((key) => {
      const [from, to] = [shown(found.settings[key]), shown(settings[key])]
      return update(`${type} event`, name + key, from, to)
    }),
    steps: [step('lambda:UpdateEventSourceMapping', input)],
    notes: [],
  }
}

/** Patterns are named alone. */
function shown(value: unknown): Change['from'] {
  return typeof value === 'object' ? undefined : (value as Change['from'])
}

function creation(place: Place, tags: Tags, { source, startingPosition, settings }: Mapping): Step {
  return stepOnMade('lambda:CreateEventSourceMapping', {
    FunctionName: aliasArn(place),
    EventSourceArn: source,
    ...(startingPosition !== undefined && {
      StartingPosition: startingPosition as 'TRIM_HORIZON',
    }),
    ...settingsInput(settings),
    Tags: { ...tags },
  })
}

/** Everything, so that what is not wanted is reset. */
function settingsInput(settings: MappingSettings): Partial<CreateEventSourceMappingRequest> {
  const { maxConcurrency, onFailure } = settings
  const isQueue = settings.parallelism === undefined
  return {
    Enabled: settings.enabled,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.window,
    FunctionResponseTypes: settings.partialFailures ? ['ReportBatchItemFailures'] : [],
    FilterCriteria: { Filters: settings.filter.map((one) => ({ Pattern: JSON.stringify(one) })) },
    ...(isQueue
      ? {
          ScalingConfig: maxConcurrency === undefined ? {} : { MaximumConcurrency: maxConcurrency },
        }
      : {
          ParallelizationFactor: settings.parallelism,
          MaximumRetryAttempts: settings.retries,
          MaximumRecordAgeInSeconds: settings.maxAge,
          BisectBatchOnFunctionError: settings.bisect,
          DestinationConfig: {
            OnFailure: onFailure === undefined ? {} : { Destination: onFailure },
          },
        }),
  }
}

/** They stay when their function goes, as on AWS: so they go before it. */
export function removeMappings({ found, tags }: Removing<readonly RemoteMapping[]>): Plan {
  return joinPlans(...found.filter(({ isLeaving }) => !isLeaving).map((one) => removal(one, tags)))
}

function removal({ id, source, tags: has }: RemoteMapping, tags: Tags): Plan {
  const name = nameInArn(source)
  if (!isOurs(tags, has ?? {})) {
    return { ...emptyPlan(), notes: [`the mapping of ${name} was not made by oche: it stays`] }
  }
  return one(
    { resource: `${typeOf(source)} event`, action: 'delete', from: name },
    step('lambda:DeleteEventSourceMapping', { UUID: id }),
  )
}

/** The service in an ARN. */
function typeOf(arn: string): string {
  return arn.split(':')[2] ?? ''
}
