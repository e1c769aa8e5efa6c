import { OutOfDate } from '../aws/aws.ts'
import type { Operation } from '../aws/operations.ts'

/** For what an earlier step must have left and is not there: the account is not as it was read. */
export function notThere(operation: Operation, what: string): OutOfDate {
  const message = `${what} is not there`
  const failure = { code: 'Missing', message, status: undefined, requestId: undefined }
  return new OutOfDate(operation, { ...failure, cause: undefined }, false)
}
