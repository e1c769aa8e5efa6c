import { overlap } from '../../../src/core/config/events/overlap.ts'
import { AwsFault } from './fault.ts'

type Input = Record<string, any>

const KINDS = ['LambdaFunctionConfigurations', 'QueueConfigurations', 'TopicConfigurations']

/** What buckets tell of their objects: a list for each, which a write replaces. */
export class NotificationsModel {
  readonly buckets = new Map<string, Input>()
  readonly #lets: (arn: string, bucket: string) => boolean

  /** @param lets whether the function lets this bucket call it */
  constructor(lets: (arn: string, bucket: string) => boolean) {
    this.#lets = lets
  }

  answer(operation: string, input: Input): object {
    const { Bucket, NotificationConfiguration, SkipDestinationValidation } = input
    const found = this.buckets.get(Bucket)
    if (found === undefined) throw new AwsFault('NoSuchBucket', 404, 'no bucket')
    if (operation === 'GetBucketNotificationConfiguration') return found
    this.#requireValid(Bucket, NotificationConfiguration, SkipDestinationValidation === true)
    this.buckets.set(Bucket, NotificationConfiguration)
    return {}
  }

  #requireValid(bucket: string, configuration: Input, isForced: boolean): void {
    const entries = KINDS.flatMap((kind) => (configuration[kind] ?? []) as Input[])
    const objects = entries.map(({ Events, Filter }) => {
      const value = (name: string) =>
        Filter?.Key.FilterRules.find((rule: Input) => rule['Name'] === name)?.Value ?? ''
      return { events: Events, prefix: value('prefix'), suffix: value('suffix') }
    })
    if (objects.some((one, index) => objects.slice(0, index).some((two) => overlap(one, two)))) {
      throw new AwsFault('InvalidArgument', 400, 'Configuration is ambiguously defined. Cannot …')
    }
    const lambdas: Input[] = configuration['LambdaFunctionConfigurations'] ?? []
    if (isForced || lambdas.every(({ LambdaFunctionArn }) => this.#lets(LambdaFunctionArn, bucket)))
      return
    const message = 'Unable to validate the following destination configurations'
    throw new AwsFault('InvalidArgument', 400, message)
  }
}
