import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

export interface Comment {
  id: number
  body: string
  user: { login: string }
  html_url: string
}

/** A server that stands for GitHub's API, as far as comments go. */
export interface GitHub extends AsyncDisposable {
  url: string
  comments: Comment[]
  /** Method and path of each call. */
  calls: string[]
  /** Statuses that the next calls are refused with. */
  refusals: number[]
  /** So many comments that are made are answered as if they were not. */
  lost: number
  /** So many comments stand on one page. */
  pageSize: number
}

export const BOT = 'github-actions[bot]'

export async function startGitHub(): Promise<GitHub> {
  const server = createServer((request, response) => {
    void answer(request, github).then(({ status, value, link }) => {
      response.writeHead(status, { 'retry-after': '0', ...(link && { link }) })
      response.end(JSON.stringify(value))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const github: GitHub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    comments: [],
    calls: [],
    refusals: [],
    lost: 0,
    pageSize: 100,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return github
}

async function answer(request: IncomingMessage, github: GitHub) {
  const { comments, pageSize } = github
  const { pathname, searchParams } = new URL(request.url!, github.url)
  github.calls.push(`${request.method} ${pathname}`)
  const { body } = request.method === 'GET' ? {} : ((await json(request)) as { body?: string })
  const refusal = github.refusals.shift()
  if (refusal !== undefined) return { status: refusal, value: { message: 'refused' } }
  if (request.headers.authorization !== 'Bearer token-of-the-job') {
    return { status: 401, value: { message: 'Bad credentials' } }
  }
  if (request.method === 'GET') {
    const page = Number(searchParams.get('page') ?? 1)
    const isMore = comments.length > page * pageSize
    const next = `<${github.url}${pathname}?per_page=100&page=${page + 1}>; rel="next"`
    const value = comments.slice((page - 1) * pageSize, page * pageSize)
    return { status: 200, value, link: isMore ? next : undefined }
  }
  if (request.method === 'PATCH') {
    const found = comments.find(({ id }) => id === Number(pathname.split('/').at(-1)))!
    found.body = body!
    return { status: 200, value: found }
  }
  const made = comment(comments.length + 1, body!, BOT)
  comments.push(made)
  github.lost -= 1
  if (github.lost >= 0) return { status: 502, value: {} }
  return { status: 201, value: made }
}

export function comment(id: number, body: string, login: string): Comment {
  return { id, body, user: { login }, html_url: `https://github.example/comment/${id}` }
}
