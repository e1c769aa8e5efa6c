import type { Resource } from '../../converge/resource.ts'
import { desireTopics, type Topic } from './desire.ts'
import { planTopics, removeTopics } from './plan.ts'
import { readTopics, type RemoteTopic } from './read.ts'

/** Subscriptions of the alias to topics of SNS. */
export const topics: Resource<readonly Topic[], readonly RemoteTopic[]> = {
  desire: desireTopics,
  isWanted: (wanted) => wanted.length > 0,
  read: readTopics,
  plan: planTopics,
  remove: removeTopics,
  progress: (call) => {
    if (!call.startsWith('sns:')) return undefined
    return call === 'sns:Unsubscribe'
      ? 'unsubscribing the function from topics'
      : 'subscribing the function to topics'
  },
}
