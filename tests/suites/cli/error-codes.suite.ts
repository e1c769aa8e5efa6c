import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { oche, workspace, type Workspace } from '../../support/cli.ts'

const folders: Workspace[] = []
afterEach(() => folders.splice(0).forEach((folder) => folder.remove()))

async function told(line: string, files: Record<string, string>, env = {}) {
  const folder = workspace(files, false)
  folders.push(folder)
  const { status, stdout } = await oche([...line.split(' '), '--json'], { cwd: folder.path, env })
  const { error } = JSON.parse(stdout) as { error: { code: string; remedy?: string } }
  return { status, code: error.code, hasRemedy: error.remedy !== undefined }
}

const handler = { 'index.ts': 'export const handler = async () => 1\n' }
/** No tool of this machine is found. */
const bare = { PATH: '/nowhere' }

it.each([
  ['FOLDER_NOT_EMPTY', 'new hello', { 'hello/mine.txt': '' }],
  ['OUT_NOT_WRITABLE', 'export sam --out nowhere/template.yaml', handler],
  ['CONFIG_NOT_FOUND', 'build --config nowhere.yaml', handler],
  ['CWD_NOT_FOUND', 'build --cwd nowhere', handler],
  ['SOURCE_UNKNOWN', 'build', { 'api.py': '', 'oche.yaml': 'source: api.py\n' }],
  ['PUBSPEC_NOT_FOUND', 'build', { 'api.dart': '', 'oche.yaml': 'source: api.dart\n' }],
  ['BUN_NOT_FOUND', 'build', handler],
  ['ESBUILD_NOT_FOUND', 'build', { ...handler, 'oche.yaml': 'engine: node\n' }],
  ['CONTAINERFILE_MISSING', 'build --container', handler],
  ['HOST_UNKNOWN', 'dev --no-watch --port 0 --host 203.0.113.1', { 'oche.yaml': 'build: x\n' }],
])('%s: oche %s', async (code, line, files) => {
  expect(await told(line, files as Record<string, string>, bare)).toEqual({
    status: 1,
    code,
    hasRemedy: true,
  })
})

it.skipIf(process.platform === 'win32')(
  'SHELL_NOT_FOUND: a build of two words and no sh',
  async () => {
    const files = { 'oche.yaml': 'build: cc main.c | tee log\n' }
    expect(await told('build', files, bare)).toMatchObject({ status: 1, code: 'SHELL_NOT_FOUND' })
  },
)

describe('what AWS says', () => {
  let server: Server | undefined
  afterEach(() => server?.close())

  /** An AWS that answers by what is asked: the first part of the path, or the action in the body. */
  async function awsThat(answers: Record<string, readonly [status: number, body: string]>) {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        const asked = `${request.url} ${body}`
        const found = Object.entries(answers).find(([part]) => asked.includes(part))
        const [status, text] = found?.[1] ?? [404, '{"message":"not there"}']
        const type = text.startsWith('<') ? 'text/xml' : 'application/json'
        const error = status === 404 ? { 'x-amzn-errortype': 'ResourceNotFoundException' } : {}
        response.writeHead(status, { 'content-type': type, ...error }).end(text)
      })
    })
    await new Promise<void>((ready) => void server!.listen(0, '127.0.0.1', ready))
    const { port } = server.address() as AddressInfo
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
      AWS_CONFIG_FILE: '/nowhere',
      AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
      AWS_PROFILE: '',
    }
  }

  const identity =
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
    '<Arn>arn:aws:iam::123456789012:user/a</Arn><UserId>A</UserId><Account>123456789012</Account>' +
    '</GetCallerIdentityResult></GetCallerIdentityResponse>'
  const project = { 'oche.yaml': 'name: hello\nbuild: x\n' }
  const deployed = {
    GetCallerIdentity: [200, identity],
    '/versions': [200, '{"Versions":[{"FunctionName":"hello","Version":"$LATEST"}]}'],
    '/functions/hello/aliases': [404, '{}'],
    '/functions/hello': [
      200,
      JSON.stringify({
        Configuration: {
          FunctionName: 'hello',
          FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:hello',
          State: 'Active',
        },
        Tags: { 'oche:project': 'hello', 'oche:function': 'hello' },
      }),
    ],
  } as const

  it.each([
    [
      'CREDENTIALS_REFUSED',
      'status',
      4,
      {
        GetCallerIdentity: [
          403,
          '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>no</Message></Error></ErrorResponse>',
        ],
      },
    ],
    ['NOT_DEPLOYED', 'rollback', 1, { GetCallerIdentity: [200, identity] }],
    ['VERSION_UNKNOWN', 'rollback 9', 1, deployed],
  ] as const)('%s: oche %s', async (code, line, status, answers) => {
    expect(await told(line, project, await awsThat(answers))).toEqual({
      status,
      code,
      hasRemedy: true,
    })
  })
})
