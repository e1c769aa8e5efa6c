import type { FunctionConfig } from '../../../src/core/project.ts'
import type { AwsModel } from './aws.ts'
import { ALIAS, NAME } from './world.ts'

type Input = Record<string, any>

const ON_ALIAS = `arn:aws:lambda:eu-west-1:123456789012:function:${NAME}:${ALIAS}`

interface Found {
  /** What is there of ours. */
  key: string
  /** As it is, in words. */
  text: string
  /** Whether the alias lets it call. */
  isLet: boolean
}

/** What there is of topics, buckets and rules to start the function, by looking at AWS alone. */
function found(model: AwsModel): Found[] {
  const { topics, notifications, rules } = model
  const statements = statementsOf(model)
  const lets = (service: string, source: string) =>
    statements.some(
      ({ Sid, Effect, Action, Principal, Condition }) =>
        Sid.startsWith('Oche') &&
        Effect === 'Allow' &&
        Action === 'lambda:InvokeFunction' &&
        Principal.Service === `${service}.amazonaws.com` &&
        Condition.ArnLike['AWS:SourceArn'] === source &&
        (service !== 's3' || Condition.StringEquals['AWS:SourceAccount'] === '123456789012'),
    )
  const told = [...topics.all].flatMap(([topic, subscriptions]) =>
    subscriptions
      .filter(({ endpoint }) => endpoint === ON_ALIAS)
      .map(({ attributes }) => {
        return { key: topic, text: topicText(topic, attributes), isLet: lets('sns', topic) }
      }),
  )
  const objects = [...notifications.buckets].flatMap(([bucket, configuration]) =>
    ((configuration['LambdaFunctionConfigurations'] ?? []) as Input[])
      .filter(isOurs)
      .map(({ Id, LambdaFunctionArn: arn, Events, Filter }) => {
        const filters = Filter?.Key.FilterRules.map((rule: Input) => Object.values(rule).join(' '))
        const text = `${Id} ${arn} ${Events} ${filters ?? ''}`
        return { key: Id, text, isLet: lets('s3', `arn:aws:s3:::${bucket}`) }
      }),
  )
  const patterns = [...rules.all].flatMap(([arn, { settings, tags, targets }]) => {
    if (tags['oche:function'] !== NAME) return []
    const leads = [...targets.values()].map((target) => JSON.stringify(target)).join(' ')
    const text = `${arn} ${settings['EventPattern']} ${settings['State']} ${leads}`
    return [{ key: arn, text, isLet: lets('events', arn) }]
  })
  return [...told, ...objects, ...patterns]
}

const statementsOf = ({ lambda }: AwsModel) =>
  (lambda.functions.get(NAME)?.policies.get(ALIAS) ?? []) as Input[]

/** In words: what calls the alias, and may. */
export function callersOf(model: AwsModel): string[] {
  const sids = statementsOf(model).filter(({ Sid }) => /^Oche(Sns|S3|Rule)-/.test(Sid))
  const texts = found(model).flatMap(({ text, isLet }) => (isLet ? [text] : []))
  return [...texts, `${sids.length} permissions`].toSorted()
}

/** What would call the alias, and may not. */
export function idleCallers(model: AwsModel): string[] {
  return found(model).flatMap(({ key, isLet }) => (isLet ? [] : [key]))
}

const isOurs = ({ Id }: Input) => Id.startsWith(`oche/shop//${NAME}/`)

function topicText(topic: string, { FilterPolicy, FilterPolicyScope }: Record<string, string>) {
  const filter = FilterPolicy === '{}' ? undefined : FilterPolicy
  return `${topic} ${filter} ${filter && FilterPolicyScope === 'MessageBody' ? 'body' : 'attributes'}`
}

/** The same of oche.yaml. */
export function wantedCallers({ events }: FunctionConfig): string[] {
  const counts = { s3: 0, eventbridge: 0 }
  const sources = new Set<string>()
  const texts = events.flatMap((event): string[] => {
    switch (event.type) {
      case 'sns':
        sources.add(event.topic)
        return [
          topicText(event.topic, {
            ...(event.filter && { FilterPolicy: JSON.stringify(event.filter) }),
            FilterPolicyScope: event.scope === 'body' ? 'MessageBody' : 'MessageAttributes',
          } as Record<string, string>),
        ]
      case 's3': {
        sources.add(event.bucket)
        const { prefix, suffix } = event
        const filters = [prefix && `prefix ${prefix}`, suffix && `suffix ${suffix}`].filter(Boolean)
        return [`oche/shop//${NAME}/${++counts.s3} ${ON_ALIAS} ${event.events} ${filters}`]
      }
      case 'eventbridge': {
        const path = `${event.bus === 'default' ? '' : `${event.bus}/`}${NAME}-${++counts.eventbridge}`
        sources.add(path)
        const state = event.enabled ? 'ENABLED' : 'DISABLED'
        const target = JSON.stringify({ Id: 'live', Arn: ON_ALIAS })
        const arn = `arn:aws:events:eu-west-1:123456789012:rule/${path}`
        return [`${arn} ${JSON.stringify(event.pattern)} ${state} ${target}`]
      }
      default:
        return []
    }
  })
  return [...texts, `${sources.size} permissions`].toSorted()
}
