import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root, workspace, type Workspace } from '../../support/cli.ts'
import { BOT, comment, startGitHub, type GitHub } from './github.ts'

const MARKER = '<!-- oche deploy: shop prod eu-west-1 -->'
const PLACE = '/repos/ada/shop/issues'

let github: GitHub
let folder: Workspace
beforeEach(async () => {
  github = await startGitHub()
  folder = workspace({}, false)
})
afterEach(async () => {
  folder.remove()
  await github[Symbol.asyncDispose]()
})

/** Runs the script as the action does. */
async function tell(body: string, payload: object = { pull_request: { number: 7 } }, env = {}) {
  folder.write('plan.md', body)
  folder.write('event.json', JSON.stringify(payload))
  folder.write('output', '')
  const at = (file: string) => join(folder.path, file)
  const running = promisify(execFile)(
    process.execPath,
    [join(root, 'action/comment.mjs'), at('plan.md')],
    {
      env: {
        ...process.env,
        GITHUB_API_URL: github.url,
        GITHUB_REPOSITORY: 'ada/shop',
        GITHUB_EVENT_PATH: at('event.json'),
        GITHUB_OUTPUT: at('output'),
        INPUT_TOKEN: 'token-of-the-job',
        INPUT_AUTHOR: BOT,
        ...env,
      },
    },
  )
  const [status, log] = await running.then(
    ({ stdout, stderr }) => [0, stdout + stderr] as const,
    ({ code, stdout, stderr }) => [code as number, `${stdout}${stderr}`] as const,
  )
  return { status, log, output: readFileSync(at('output'), 'utf8') }
}

describe('the comment of a pull request', () => {
  it('is made once, changed where the plan is another, and left where it is the same', async () => {
    const first = await tell(`${MARKER}\n\none\n`)
    expect(first).toEqual({
      status: 0,
      log: '',
      output: 'comment-url=https://github.example/comment/1\n',
    })
    await tell(`${MARKER}\n\ntwo\n`)
    await tell(`${MARKER}\n\ntwo\n`)
    expect(github.comments.map(({ body }) => body)).toEqual([`${MARKER}\n\ntwo`])
    const get = `GET ${PLACE}/7/comments`
    expect(github.calls).toEqual([
      get,
      `POST ${PLACE}/7/comments`,
      get,
      `PATCH ${PLACE}/comments/1`,
      get,
    ])
  })

  it('is found on a later page, with the line ends of Windows, and nobody else’s is taken for it', async () => {
    github.pageSize = 2
    github.comments = [
      comment(1, `${MARKER}\n\nmine`, 'mallory'),
      comment(2, 'looks good', 'ada'),
      comment(3, MARKER.replace('prod', 'dev'), BOT),
      comment(4, `see ${MARKER}`, BOT),
      comment(5, `${MARKER}\r\n\r\none`, BOT),
    ]
    await tell(`${MARKER}\n\none\n`)
    expect(github.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
    await tell(`${MARKER}\n\ntwo\n`)
    expect(github.calls.filter((call) => !call.startsWith('GET'))).toEqual([
      `PATCH ${PLACE}/comments/5`,
    ])
  })

  it.each([401, 403, 404])(
    'that may not be written (%i) is a warning, and no failure',
    async (status) => {
      github.refusals = [status]
      const { log, ...told } = await tell(MARKER)
      expect(told).toEqual({ status: 0, output: '' })
      expect(log).toMatch(
        /^::warning::no comment was written: GET \S+: \d+; the job needs "permissions/,
      )
      expect(log).not.toContain('token-of-the-job')
    },
  )

  it('is not made twice where the answer to the first attempt is lost', async () => {
    github.lost = 1
    const { status } = await tell(MARKER)
    expect(status).toBe(0)
    expect(github.comments).toHaveLength(1)
  })

  it('that GitHub cannot take is a failure, after three attempts', async () => {
    github.refusals = [500, 429, 503]
    const { status, log } = await tell(MARKER)
    expect(status).toBe(1)
    expect(log).toMatch(/^::error::/)
    expect(github.calls).toHaveLength(3)
  })

  it('is none where there is no pull request', async () => {
    expect(await tell(MARKER, {})).toMatchObject({ status: 0, output: '' })
    expect(github.calls).toEqual([])
  })
})
