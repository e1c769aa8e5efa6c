import { describe, expect, it } from 'vitest'
import { OcheError } from '../../core/errors.ts'
import { silentReporter } from '../../core/reporter.ts'
import { createAws, OutOfDate } from './aws.ts'
import type { Clock } from './clock.ts'
import type { Send } from './clients.ts'
import type { CallFacts } from './retry-policy.ts'
import type { Operation } from './operations.ts'

function error(name: string, message = '', status = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } })
}

/** Answers with these, one after the other; the last one again and again. */
function awsThat(...answers: readonly (Error | object)[]) {
  let now = 0
  let calls = 0
  const clock: Clock = {
    now: () => now,
    sleep: async (milliseconds) => void (now += milliseconds),
    random: () => 1,
  }
  const send = (async () => {
    const answer = answers[Math.min(calls++, answers.length - 1)]
    if (answer instanceof Error) throw answer
    return answer
  }) as Send
  const debug: string[] = []
  const reporter = { ...silentReporter, debug: (line: string) => void debug.push(line) }
  const aws = createAws({ send, clock, reporter })
  const call = (operation: Operation, input: object = {}, facts?: CallFacts) =>
    aws.call(operation, input as never, facts)
  return { aws, call, debug, calls: () => calls, passed: () => now }
}

const NOT_ASSUMABLE = error(
  'InvalidParameterValueException',
  'The role defined for the function cannot be assumed by Lambda.',
)

describe('a call', () => {
  it('waits for an error that passes, each time for longer and never for more than 8 s', async () => {
    const { call, passed } = awsThat(...Array<Error>(7).fill(NOT_ASSUMABLE), { FunctionName: 'f' })
    expect(await call('lambda:CreateFunction', {}, { ownRole: true })).toEqual({
      FunctionName: 'f',
    })
    expect(passed()).toBe(400 + 800 + 1600 + 3200 + 6400 + 8000 + 8000)
  })

  it('gives up in the end, and says what it waited for', async () => {
    const { call, passed } = awsThat(NOT_ASSUMABLE)
    await expect(call('lambda:CreateFunction', {}, { ownRole: true })).rejects.toMatchObject({
      code: 'AWS_WAITED_TOO_LONG',
      message: 'waited in vain for Lambda to be able to assume the role',
      exit: 4,
    })
    expect(passed()).toBeGreaterThanOrEqual(300_000)
  })

  it("fails at once for a role that is the user's own", async () => {
    const { call, calls } = awsThat(NOT_ASSUMABLE)
    await expect(call('lambda:CreateFunction', {}, { ownRole: false })).rejects.toMatchObject({
      code: 'ROLE_NOT_ASSUMABLE',
    })
    expect(calls()).toBe(1)
  })

  it.each([
    [
      'lambda:CreateFunction',
      error('RequestEntityTooLargeException', '', 413),
      'PACKAGE_TOO_LARGE',
    ],
    ['lambda:UpdateFunctionCode', error('CodeStorageExceededException'), 'CODE_STORAGE_EXCEEDED'],
    ['iam:CreateRole', error('AccessDenied', '', 403), 'ACCESS_DENIED'],
    ['sts:GetCallerIdentity', error('CredentialsProviderError', '', 0), 'NO_CREDENTIALS'],
    ['sts:GetCallerIdentity', error('ExpiredTokenException'), 'CREDENTIALS_EXPIRED'],
    [
      'lambda:GetFunction',
      Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      'AWS_UNREACHABLE',
    ],
    ['lambda:GetFunction', error('SomethingElseException', 'why'), 'AWS_REFUSED'],
  ] as const)('%s is not sent again after %s', async (operation, thrown, code) => {
    const { call, calls } = awsThat(thrown)
    await expect(call(operation)).rejects.toMatchObject({ code, exit: 4 })
    expect(calls()).toBe(1)
  })

  it('that deletes an API with a domain says so, and what to type', async () => {
    const said =
      'Deleting API abc failed. Please remove all API mappings for the API from your custom domain names.'
    const { call } = awsThat(error('BadRequestException', said))
    await expect(call('apigateway:DeleteApi', { ApiId: 'abc' })).rejects.toMatchObject({
      code: 'API_HAS_DOMAIN',
      message: 'the API abc has a domain of its own, so AWS does not delete it',
      remedy: expect.stringContaining('delete-api-mapping'),
    })
  })

  it('that has a REST API write logs says what the account lacks', async () => {
    const said = 'CloudWatch Logs role ARN must be set in account settings to enable logging'
    const { call } = awsThat(error('BadRequestException', said))
    await expect(call('apigatewayv1:UpdateStage', {})).rejects.toMatchObject({
      code: 'NO_LOGGING_ROLE',
      remedy: expect.stringContaining('update-account'),
    })
  })

  it('that fails shows nothing of what is to be hidden, whatever the call was', async () => {
    const { aws } = awsThat(error('NoSuchEntity', 'Policy arn:very-secret does not exist.', 404))
    const thrown = await aws
      .hiding(['very-secret'])
      .call('iam:AttachRolePolicy', {} as never)
      .catch((error: unknown) => error)
    expect(thrown).toMatchObject({
      code: 'POLICY_UNKNOWN',
      message: 'Policy arn:*** does not exist.',
    })
  })

  it('with a package is made when it is its turn, so that memory holds one at a time', async () => {
    let [held, most, made] = [0, 0, 0]
    const answers = [error('ThrottlingException'), {}, error('ServiceException', '', 500), {}]
    const send = (async () => {
      await new Promise((resolve) => setImmediate(resolve))
      held--
      const answer = answers.shift() ?? {}
      if (answer instanceof Error) throw answer
      return answer
    }) as Send
    const clock = { now: () => 0, sleep: async () => {}, random: () => 1 }
    const aws = createAws({ send, clock, reporter: silentReporter })
    const body = () => {
      made++
      most = Math.max(most, ++held)
      return {} as never
    }
    const call = () => aws.call('s3:PutObject', body)
    await Promise.all([call(), call(), call(), call()])
    expect({ most, made }).toEqual({ most: 1, made: 6 })
  })

  it.each([
    [403, {}, 'AWS does not let these credentials use the bucket b', /another account's.*--bucket/],
    [
      301,
      { 'x-amz-bucket-region': 'us-east-1' },
      'the bucket b is in the region us-east-1',
      /own region/,
    ],
  ])(
    'of a bucket that answers %s without a reason is told in words',
    async (status, headers, message, remedy) => {
      const thrown = Object.assign(new Error('UnknownError'), {
        name: 'UnknownError',
        $metadata: { httpStatusCode: status },
        $response: { statusCode: status, headers },
      })
      const { aws } = awsThat(thrown)
      await expect(aws.find('s3:HeadBucket', { Bucket: 'b' })).rejects.toMatchObject({
        code: 'BUCKET_REFUSED',
        message,
        remedy: expect.stringMatching(remedy),
      })
    },
  )

  it('that reads is sent again where no answer came', async () => {
    const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    const { call, calls } = awsThat(reset, error('ServiceException', '', 500), {})
    await call('lambda:GetFunction')
    expect(calls()).toBe(3)
  })

  it('that writes is not: whether it took effect is to be read', async () => {
    const { call, calls } = awsThat(error('ServiceException', '', 500))
    const thrown = await call('lambda:PublishVersion').catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(OutOfDate)
    expect(thrown).toMatchObject({ ambiguous: true })
    expect(calls()).toBe(1)
  })

  it('is sent again where AWS throttles, whatever it is', async () => {
    const { call, calls } = awsThat(
      error('ThrottlingException'),
      error('TooManyRequestsException', '', 429),
      {},
    )
    await call('lambda:CreateFunction')
    expect(calls()).toBe(3)
  })

  it.each([
    ['lambda:CreateFunction', error('ResourceConflictException', 'Function already exist: f', 409)],
    ['iam:CreateRole', error('EntityAlreadyExists', '', 409)],
    ['lambda:UpdateFunctionCode', error('PreconditionFailedException', '', 412)],
  ] as const)(
    '%s that meets what was not known is no reason to send it again',
    async (call, thrown) => {
      const sent = awsThat(thrown)
      const caught = await sent.call(call).catch((error: unknown) => error)
      expect(caught).toBeInstanceOf(OutOfDate)
      expect(caught).toMatchObject({ ambiguous: false })
      expect(sent.calls()).toBe(1)
    },
  )

  it.each([
    ['lambda:DeleteFunction', error('ResourceNotFoundException', '', 404)],
    ['iam:DeleteRole', error('NoSuchEntityException', '', 404)],
    ['apigateway:DeleteApi', error('NotFoundException', '', 404)],
  ] as const)('%s of what is gone is done', async (operation, thrown) => {
    expect(await awsThat(thrown).call(operation)).toEqual({})
  })

  it('finds nothing where AWS says that there is nothing', async () => {
    const { aws } = awsThat(error('ResourceNotFoundException', '', 404))
    expect(await aws.find('lambda:GetFunction', { FunctionName: 'f' })).toBeUndefined()
  })

  it('is judged by what AWS said, also where a hidden value is a word of it', async () => {
    const missing = error('ResourceNotFoundException', 'Function not found: arn:1234567:f', 404)
    const hidden = awsThat(missing).aws.hiding(['1234567', 'assumed'])
    expect(await hidden.find('lambda:GetFunction', { FunctionName: 'f' })).toBeUndefined()
    const { aws } = awsThat(NOT_ASSUMABLE, { FunctionName: 'f' })
    const made = aws
      .hiding(['assumed'])
      .call('lambda:CreateFunction', {} as never, { ownRole: true })
    expect(await made).toEqual({ FunctionName: 'f' })
  })

  it('is counted with every attempt, reads apart from writes', async () => {
    const { aws, call } = awsThat(error('ThrottlingException'), {})
    await call('lambda:GetFunction')
    await call('lambda:UpdateAlias')
    expect(aws.count).toEqual({ read: 2, write: 1 })
  })

  it('tells no value of an environment variable, even where AWS repeats it', async () => {
    const refused = error('ValidationException', "Value '{TOKEN=very-secret}' failed")
    const { call, debug } = awsThat(refused)
    const input = { FunctionName: 'f', Environment: { Variables: { TOKEN: 'very-secret' } } }
    const thrown = (await call('lambda:CreateFunction', input).catch(
      (e: unknown) => e,
    )) as OcheError
    expect(thrown.message).toContain("'{TOKEN=***}'")
    expect([thrown.message, String(thrown.cause), ...debug].join()).not.toContain('very-secret')
  })
})
