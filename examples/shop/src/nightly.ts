import type { ScheduledHandler } from 'aws-lambda'
import { catalogue } from './catalogue.ts'

export const nightly: ScheduledHandler = async ({ time }) => {
  const out = catalogue.filter(({ left }) => left === 0).map(({ id }) => id)
  console.log(`${time}: sold out: ${out.join(', ') || 'nothing'}`)
}
