import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda'
import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'
import type { Reading } from '../../converge/resource.ts'
import { equal } from '../../model/equal.ts'
import { aliasArn, type Place, type Tags } from '../../model/place.ts'
import { hasTags } from '../../model/tags.ts'
import { readLeftOver } from '../events/left-over.ts'
import type { Mapping, MappingSettings } from './desire.ts'

export interface RemoteMapping {
  id: string
  arn: string
  source: string
  startingPosition: string | undefined
  settings: Omit<MappingSettings, 'enabled'> & {
    /** Undefined while it is being made or changed. */
    enabled: boolean | undefined
  }
  /** On its way out. */
  isLeaving: boolean
  /** Undefined where they were not asked for. */
  tags: Tags | undefined
}

/**
 * The mappings on the alias, whoever made them. Whose one is is asked for only where that decides
 * something: tags cost a call for each.
 */
export function readMappings(reading: Reading<readonly Mapping[]>): Promise<RemoteMapping[]> {
  const isWanted = (reading.wanted ?? []).length > 0
  return readLeftOver(reading, isWanted, [], () => readThose(reading))
}

async function readThose(reading: Reading<readonly Mapping[]>): Promise<RemoteMapping[]> {
  const { aws, place, wanted, thorough, tags, function: fn } = reading
  const found = await listMappings(reading)
  // The function's tags are written after those of the mappings: where they are right, these are.
  const isTagged = fn !== undefined && hasTags(tags, fn.tags)
  return Promise.all(
    found.map(async (one) => {
      const remote = remoteMapping(one, place)
      const want = wanted?.find(({ source }) => source === remote.source)
      const isKnown = !thorough && isTagged && want !== undefined && isSame(want, remote)
      return isKnown ? remote : { ...remote, tags: await readTags(aws, remote.arn) }
    }),
  )
}

/** By the alias; where there is none any more, of all those of the account. */
async function listMappings({ aws, place, live }: Reading<readonly Mapping[]>) {
  const FunctionName = aliasArn(place)
  const list = (input: { FunctionName?: string }) =>
    pages(async (Marker) => {
      const page = await aws.call('lambda:ListEventSourceMappings', { ...input, Marker })
      return { items: page.EventSourceMappings, next: page.NextMarker }
    })
  if (live !== undefined) return list({ FunctionName })
  return (await list({})).filter(({ FunctionArn }) => FunctionArn === FunctionName)
}

async function readTags(aws: Aws, Resource: string): Promise<Tags> {
  return (await aws.find('lambda:ListTags', { Resource }))?.Tags ?? {}
}

function mappingArn({ account: { partition, region, id } }: Place, uuid: string): string {
  return `arn:${partition}:lambda:${region}:${id}:event-source-mapping:${uuid}`
}

function remoteMapping(found: EventSourceMappingConfiguration, place: Place): RemoteMapping {
  const isStream = found.StartingPosition !== undefined
  return {
    id: found.UUID!,
    arn: found.EventSourceMappingArn ?? mappingArn(place, found.UUID!),
    source: found.EventSourceArn ?? '',
    startingPosition: found.StartingPosition,
    isLeaving: found.State === 'Deleting',
    tags: undefined,
    settings: {
      enabled: enabledIn(found.State),
      batchSize: found.BatchSize ?? 0,
      window: found.MaximumBatchingWindowInSeconds ?? 0,
      partialFailures: found.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
      filter: (found.FilterCriteria?.Filters ?? []).map(({ Pattern }) => patternOf(Pattern)),
      maxConcurrency: found.ScalingConfig?.MaximumConcurrency,
      parallelism: isStream ? (found.ParallelizationFactor ?? 1) : undefined,
      retries: isStream ? (found.MaximumRetryAttempts ?? -1) : undefined,
      maxAge: isStream ? (found.MaximumRecordAgeInSeconds ?? -1) : undefined,
      bisect: isStream ? (found.BisectBatchOnFunctionError ?? false) : undefined,
      onFailure: isStream ? found.DestinationConfig?.OnFailure?.Destination : undefined,
    },
  }
}

/** What somebody has written need not be JSON. */
function patternOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return text
  }
}

function enabledIn(state: string | undefined): boolean | undefined {
  if (state === 'Enabled' || state === 'Enabling') return true
  return state === 'Disabled' || state === 'Disabling' ? false : undefined
}

function isSame({ settings, startingPosition }: Mapping, found: RemoteMapping): boolean {
  return (
    !found.isLeaving &&
    startingPosition === found.startingPosition &&
    differing(settings, found).length === 0
  )
}

/** The settings that are not as wanted. */
export function differing(
  wanted: MappingSettings,
  { settings: found }: RemoteMapping,
): (keyof MappingSettings)[] {
  const keys = Object.keys(wanted) as (keyof MappingSettings)[]
  return keys.filter(
    (key) => !(key === 'enabled' && found.enabled === undefined) && !equal(found[key], wanted[key]),
  )
}
