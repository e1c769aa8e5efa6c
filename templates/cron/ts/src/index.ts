import type { ScheduledEvent } from 'aws-lambda'

/** Started by the schedule in oche.yaml. */
export const handler = async ({ time }: Pick<ScheduledEvent, 'time'>): Promise<{ due: string }> => {
  console.log(`due at ${time}`)
  return { due: time }
}
