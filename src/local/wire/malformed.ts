/** What came is no HTTP/1.1 that is served here. */
export class MalformedRequest extends Error {
  readonly status: number

  constructor(message: string, status = 400) {
    super(message)
    this.status = status
  }
}
