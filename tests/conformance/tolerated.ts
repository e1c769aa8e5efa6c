/** Differences that are not held against Oche, each with its reason. */
export interface Tolerated {
  /** JSON Pointer into the event as AWS names it, or `header <name>`. */
  at: RegExp
  reason: string
}

/** Members of an event that Oche writes although the recording does not have them. */
export const unrecordedMembers: Tolerated[] = [
  {
    at: /^\/version$/,
    reason: 'the typed classes of .NET do not know this member of payload format 1.0',
  },
  {
    at: /^\/requestContext\/(protocol|deploymentId)$/,
    reason: 'the typed classes do not know these members; the contract page and AWS have them',
  },
  {
    at: /^\/requestContext\/identity\/principalOrgId$/,
    reason: 'the typed classes of .NET do not know this member',
  },
]

/** Header lines of a response whose order is not compared. */
export const unorderedHeaders: Record<string, string> = {
  'rest-api':
    'REST API keeps headers in a hash map: recorded lines follow neither the order of the result nor the alphabet',
}
