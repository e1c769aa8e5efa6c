import type { WantedApi } from './source.ts'

/** What an account lets through where a stage says nothing. */
export const NOT_THROTTLED = { rate: 10_000, burst: 5000 }

export function isThrottledAs(
  wanted: WantedApi['throttling'],
  { rate, burst }: { rate: number | undefined; burst: number | undefined },
): boolean {
  if (wanted !== undefined) return wanted.rate === rate && wanted.burst === burst
  const isUnset = rate === undefined && burst === undefined
  return isUnset || (rate === NOT_THROTTLED.rate && burst === NOT_THROTTLED.burst)
}

/** A line of JSON for each request. */
export const ACCESS_LOG_FORMAT = JSON.stringify({
  time: '$context.requestTime',
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  path: '$context.path',
  protocol: '$context.protocol',
  status: '$context.status',
  bytes: '$context.responseLength',
  durationMs: '$context.responseLatency',
  userAgent: '$context.identity.userAgent',
  error: '$context.error.message',
})
