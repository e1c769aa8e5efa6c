import { AwsFault } from './fault.ts'

type Input = Record<string, any>

interface Subscription {
  arn: string
  endpoint: string
  attributes: Record<string, string>
}

const notFound = (what: string) => new AwsFault('NotFoundException', 404, `${what} does not exist`)

/** Topics of SNS and who is told of their messages. */
export class TopicsModel {
  readonly all = new Map<string, Subscription[]>()
  #ids = 0

  subscribe(topic: string, endpoint: string, attributes: Record<string, string> = {}) {
    const all = this.all.get(topic) ?? []
    // An endpoint is subscribed once.
    const has = all.find((one) => one.endpoint === endpoint)
    if (has !== undefined) return has
    const made = { arn: `${topic}:${++this.#ids}`, endpoint, attributes }
    this.all.set(topic, [...all, made])
    return made
  }

  answer(operation: string, input: Input): object {
    switch (operation) {
      case 'ListSubscriptionsByTopic':
        return this.#list(input)
      case 'Subscribe':
        return this.#subscribe(input)
    }
    const arn: string = input['SubscriptionArn']
    const topic = arn.slice(0, arn.lastIndexOf(':'))
    const subscriptions = this.all.get(topic) ?? []
    const found = subscriptions.find((one) => one.arn === arn)
    if (found === undefined) throw notFound('Subscription')
    switch (operation) {
      case 'GetSubscriptionAttributes':
        return { Attributes: { ...found.attributes } }
      case 'SetSubscriptionAttributes':
        found.attributes[input['AttributeName']] = input['AttributeValue']
        requireScope(found.attributes)
        return {}
      case 'Unsubscribe':
        this.all.set(
          topic,
          subscriptions.filter((one) => one !== found),
        )
        return {}
    }
    throw new Error(`the model has no sns:${operation}`)
  }

  #list({ TopicArn }: Input): object {
    const found = this.all.get(TopicArn)
    if (found === undefined) throw notFound('Topic')
    return {
      Subscriptions: found.map(({ arn, endpoint }) => ({
        SubscriptionArn: arn,
        Protocol: 'lambda',
        Endpoint: endpoint,
      })),
    }
  }

  #subscribe({ TopicArn, Endpoint, Attributes = {} }: Input): object {
    const found = this.all.get(TopicArn)
    if (found === undefined) throw notFound('Topic')
    const twin = found.find(({ endpoint }) => endpoint === Endpoint)
    if (twin === undefined) {
      requireScope(Attributes)
      return { SubscriptionArn: this.subscribe(TopicArn, Endpoint, { ...Attributes }).arn }
    }
    const isSame = Object.entries(Attributes).every(
      ([key, value]) => twin.attributes[key] === value,
    )
    if (isSame) return { SubscriptionArn: twin.arn }
    throw new AwsFault(
      'InvalidParameterException',
      400,
      'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
    )
  }
}

/** Of attributes each key has a list of values. */
function requireScope({ FilterPolicy = '{}', FilterPolicyScope }: Record<string, string>): void {
  if (FilterPolicyScope === 'MessageBody') return
  if (Object.values(JSON.parse(FilterPolicy) as object).every(Array.isArray)) return
  throw new AwsFault(
    'InvalidParameterException',
    400,
    'Invalid parameter: FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy',
  )
}
