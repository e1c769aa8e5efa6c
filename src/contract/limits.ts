/** Sizes in bytes, durations in milliseconds. */
export const limits = {
  /** Synchronous invocation, request payload. */
  invokeRequestBytes: 6 * 1024 * 1024,
  /** Buffered response of a function: 6 MiB and 100 bytes. */
  invokeResponseBytes: 6 * 1024 * 1024 + 100,
  /** Streamed response of a function. */
  streamedResponseBytes: 200 * 1024 * 1024,
  /** Asynchronous invocation, request payload. */
  asyncRequestBytes: 1024 * 1024,
  /** Zip in the request that creates or updates a function: 50 MB. A larger one goes by way of S3. */
  directZipBytes: 50 * 1024 * 1024,
  /** Code and layers of a function, unpacked: 250 MB. */
  unzippedBytes: 250 * 1024 * 1024,
  functionNameCharacters: 64,
  /** Environment variables of a function, as JSON. */
  environmentBytes: 4096,
  /** `X-Amz-Client-Context`, as sent. */
  clientContextBytes: 3583,
  /** HTTP API: request line and header lines together. */
  httpApiHeaderBytes: 10_240,
  /** REST API: request line, in characters. */
  restApiRequestLine: 10_240,
  /** REST API: all header lines together. */
  restApiHeaderBytes: 10_240,
  /** ALB: request line, in characters. */
  albRequestLine: 16 * 1024,
  /** ALB: one header line. */
  albHeaderLineBytes: 16 * 1024,
  /** ALB: request line and header lines together. */
  albHeaderBytes: 64 * 1024,
  /** API Gateway, both kinds: request body. */
  apiGatewayBodyBytes: 10 * 1024 * 1024,
  /** ALB: request body and response. */
  albBodyBytes: 1024 * 1024,
  httpApiTimeoutMs: 30_000,
  restApiTimeoutMs: 29_000,
  /** REST API with transfer mode STREAM. */
  restApiStreamTimeoutMs: 900_000,
  /** Initialisation before the first invocation. */
  initTimeoutMs: 10_000,
} as const
