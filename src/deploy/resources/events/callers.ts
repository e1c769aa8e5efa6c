import { createHash } from 'node:crypto'
import { nameInArn } from '../../../core/config/events/arns.ts'
import type { EventConfig } from '../../../core/config/events/schema.ts'
import type { Reading, Source } from '../../converge/resource.ts'
import type { Place } from '../../model/place.ts'
import { bucketArn, ruleArn, ruleName } from '../../names.ts'

/** A service that calls the alias for a topic, a bucket or a rule. */
export interface EventCaller {
  /** Id of the statement that lets it. */
  sid: string
  service: string
  /** Of what it calls for, and of nothing else. */
  sourceArn: string
  /** The source's, where its ARN does not say it. */
  account: string | undefined
}

const KINDS = {
  topic: { word: 'OcheSns', service: 'sns.amazonaws.com' },
  bucket: { word: 'OcheS3', service: 's3.amazonaws.com' },
  rule: { word: 'OcheRule', service: 'events.amazonaws.com' },
} as const

export type CallerKind = keyof typeof KINDS

/** Topics, buckets and rules that call the alias, each once. */
export function eventCallers({ fn, place }: Pick<Source, 'fn' | 'place'>): EventCaller[] {
  const all = fn.events.flatMap((event, index) => {
    const source = sourceOf(event, place, fn.events.slice(0, index))
    return source === undefined ? [] : [callerOf(place, ...source)]
  })
  return [...new Map(all.map((one) => [one.sid, one])).values()]
}

function sourceOf(
  event: EventConfig,
  { account, function: name }: Place,
  before: readonly EventConfig[],
): [CallerKind, string] | undefined {
  switch (event.type) {
    case 'sns':
      return ['topic', event.topic]
    case 's3':
      return ['bucket', bucketArn(account, event.bucket)]
    case 'eventbridge': {
      const number = before.filter(({ type }) => type === 'eventbridge').length + 1
      return ['rule', ruleArn(account, event.bus, ruleName(name, number))]
    }
    default:
      return undefined
  }
}

function callerOf({ account }: Place, kind: CallerKind, sourceArn: string): EventCaller {
  return {
    sid: sidOf(kind, sourceArn),
    service: KINDS[kind].service,
    sourceArn,
    // A bucket that is deleted can come back as another account's.
    account: kind === 'bucket' ? account.id : undefined,
  }
}

/** Says which source it is about, to whoever reads it and to the next run. */
function sidOf(kind: CallerKind, arn: string): string {
  const name = nameInArn(arn)
    .replaceAll(/[^A-Za-z0-9_-]/g, '-')
    .slice(0, 70)
  const hash = createHash('sha256').update(arn).digest('hex').slice(0, 8)
  return `${KINDS[kind].word}-${name}-${hash}`
}

export function isEventSid(sid: string): boolean {
  return Object.values(KINDS).some(({ word }) => sid.startsWith(`${word}-`))
}

interface Statement {
  Sid: string
  Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/**
 * ARNs of the sources of which there may be something of ours. The permission to call is there before
 * anything else is made of a source, and goes after it: so it is the record of them.
 */
export async function recordedSources(
  { earlier }: Reading<unknown>,
  kind: CallerKind,
): Promise<string[]> {
  const policy = (await earlier('permissions')) as { statements: readonly Statement[] }
  return policy.statements.flatMap(({ Sid, Condition }) => {
    const arn = Object.entries(Condition?.['ArnLike'] ?? {}).find(
      ([key]) => key.toLowerCase() === 'aws:sourcearn',
    )?.[1]
    return arn !== undefined && sidOf(kind, arn) === Sid ? [arn] : []
  })
}
