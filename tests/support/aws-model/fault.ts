/** What AWS's clients throw: a code, a status, a message. */
export class AwsFault extends Error {
  readonly $metadata: { httpStatusCode?: number }

  /** @param status undefined: no answer came */
  constructor(code: string, status: number | undefined, message: string) {
    super(message)
    this.name = code
    this.$metadata = status === undefined ? {} : { httpStatusCode: status }
  }
}

export const conflict = (message: string) => new AwsFault('ResourceConflictException', 409, message)
export const missing = (what: string) =>
  new AwsFault('ResourceNotFoundException', 404, `${what} not found`)
export const invalid = (message: string) =>
  new AwsFault('InvalidParameterValueException', 400, message)
export const outOfDate = () =>
  new AwsFault(
    'PreconditionFailedException',
    412,
    'The RevisionId provided does not match the latest RevisionId.',
  )
export const noEntity = (what: string) =>
  new AwsFault('NoSuchEntityException', 404, `The ${what} cannot be found.`)
