/**
 * Headers that more than one of AWS's services writes, as it spells them on responses. Those of the
 * Invoke API alone are in invoke-api.ts, those of the Runtime API in runtime-api.ts; no other file
 * spells one.
 */
export const amazonHeaders = {
  requestId: 'x-amzn-RequestId',
  errorType: 'x-amzn-ErrorType',
  traceId: 'X-Amzn-Trace-Id',
  /** API Gateway's second id of a request, `requestContext.extendedRequestId`. */
  apiGatewayId: 'x-amz-apigw-id',
  /** In front of a header's name that API Gateway or Lambda writes itself. */
  remapped: 'x-amzn-Remapped-',
  /** A Function URL tells the function of the client's connection. */
  tlsVersion: 'x-amzn-tls-version',
  tlsCipherSuite: 'x-amzn-tls-cipher-suite',
  /** S3 names the region of a bucket, whatever else it answers. */
  bucketRegion: 'x-amz-bucket-region',
} as const

/** A header of AWS's own, in whatever spelling. */
export const AMAZON_HEADER = /^x-amzn-/i
