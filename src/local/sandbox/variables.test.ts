import { describe, expect, it } from 'vitest'
import { processVariables, hostCredentials, type VariablesInput } from './variables.ts'

const input: VariablesInput = {
  functionName: 'f',
  version: '$LATEST',
  handler: undefined,
  memory: 256,
  region: 'eu-west-1',
  runtimeApi: '127.0.0.1:9001',
  logStream: 'stream',
  logFormat: 'text',
  logLevel: 'INFO',
  taskRoot: '/project/out',
  opt: '/tmp/opt',
  tmp: '/tmp/1',
  maxConcurrency: undefined,
  credentials: { accessKeyId: 'A', secretAccessKey: 'S', sessionToken: 'T' },
  lambdaUrl: 'http://127.0.0.1:3000',
  own: {},
}

function endpointOf(own: Record<string, string>): string | undefined {
  return processVariables({ ...input, own }, {})['AWS_ENDPOINT_URL_LAMBDA']
}

describe('the variables of a process', () => {
  it('is that of provided.al2023, with the folders of this machine', () => {
    expect(processVariables(input, { PATH: '/bin', HOME: '/home/me', SECRET: 'x' })).toEqual({
      PATH: '/bin:/tmp/opt/bin',
      LD_LIBRARY_PATH:
        '/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/project/out:/project/out/lib:/tmp/opt/lib',
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      TMPDIR: '/tmp/1',
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:3000',
      AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
      _HANDLER: 'bootstrap',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      LAMBDA_TASK_ROOT: '/project/out',
      LAMBDA_RUNTIME_DIR: '/var/runtime',
      AWS_ACCESS_KEY_ID: 'A',
      AWS_SECRET_ACCESS_KEY: 'S',
      AWS_SESSION_TOKEN: 'T',
      _AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1',
      _AWS_XRAY_DAEMON_PORT: '2000',
    })
  })

  it('leads to the functions here, unless the function says where Lambda is, or all of AWS', () => {
    expect(endpointOf({})).toBe('http://127.0.0.1:3000')
    expect(endpointOf({ AWS_ENDPOINT_URL_LAMBDA: 'http://other' })).toBe('http://other')
    expect(endpointOf({ AWS_ENDPOINT_URL: 'http://localstack' })).toBeUndefined()
  })

  it('may be changed by the function where Lambda allows it', () => {
    const own = { TZ: 'Europe/Dublin', AWS_REGION: 'us-west-2', MINE: 'x' }
    expect(processVariables({ ...input, own }, {})).toMatchObject({
      TZ: 'Europe/Dublin',
      AWS_REGION: 'eu-west-1',
      MINE: 'x',
    })
  })

  it('on Windows has what no program starts without', () => {
    const host = { SystemRoot: 'C:\\Windows', PATHEXT: '.EXE', APPDATA: 'x' }
    const variables = processVariables(input, host)
    expect(variables).toMatchObject({ SystemRoot: 'C:\\Windows', PATHEXT: '.EXE' })
    expect(variables).not.toHaveProperty('APPDATA')
  })
})

describe('credentials', () => {
  it("are the host's where it has them in variables", () => {
    expect(hostCredentials({ AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'S' })).toEqual({
      accessKeyId: 'A',
      secretAccessKey: 'S',
      sessionToken: '',
    })
  })

  it('are placeholders otherwise', () => {
    expect(hostCredentials({ AWS_ACCESS_KEY_ID: 'A' }).secretAccessKey).toBe('local')
  })
})
