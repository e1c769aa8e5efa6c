// Keeps one comment of a pull request up to date. The first line of the given file is found again in the
// comment of an earlier run, which is changed then; without one a comment is made.
import { appendFileSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { annotation } from './annotation.mjs'

const { env } = process

/** What GitHub answers to a token that may not write here, or not even see what is here. */
const NOT_ALLOWED = new Set([401, 403, 404])

const ATTEMPTS = 3

/** In seconds, whatever GitHub asks for. */
const LONGEST_PAUSE = 60

const HEADERS = {
  accept: 'application/vnd.github+json',
  authorization: `Bearer ${env.INPUT_TOKEN}`,
  'content-type': 'application/json',
  'user-agent': 'oche',
  'x-github-api-version': '2022-11-28',
}

class Refused extends Error {
  constructor(method, url, { status, headers }, cause) {
    super(`${method} ${new URL(url).pathname}: ${status ?? cause.message}`, { cause })
    this.status = status
    this.isPassing = status === undefined || status >= 500 || status === 429
    this.pause = headers?.get('retry-after')
  }
}

/** A write that failed may have been carried out: each attempt looks first. */
async function main() {
  const number = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')).pull_request?.number
  if (number === undefined) {
    console.log('no pull request, no comment')
    return
  }
  const body = readFileSync(process.argv[2], 'utf8').trimEnd()
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { html_url: url } = await bringUpToDate(number, body)
      appendFileSync(env.GITHUB_OUTPUT, `comment-url=${url}\n`)
      return
    } catch (thrown) {
      if (!(thrown instanceof Refused && thrown.isPassing) || attempt === ATTEMPTS) throw thrown
      await sleep(1000 * Math.min(LONGEST_PAUSE, Number(thrown.pause ?? attempt)))
    }
  }
}

/** Answers with the comment as it is then. */
async function bringUpToDate(number, body) {
  const place = `${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}/issues`
  const earlier = await find(`${place}/${number}/comments?per_page=100`, linesOf(body)[0])
  if (earlier === undefined) return write('POST', `${place}/${number}/comments`, body)
  const isSame = linesOf(earlier.body.trimEnd()).join('\n') === body
  return isSame ? earlier : write('PATCH', `${place}/comments/${earlier.id}`, body)
}

/** A comment of anybody else's that has the same first line is passed over. */
async function find(first, marker) {
  for (let url = first; url !== undefined;) {
    const response = await call(url)
    const comments = await response.json()
    const found = comments.find(
      ({ body, user }) => user?.login === env.INPUT_AUTHOR && linesOf(body ?? '')[0] === marker,
    )
    if (found !== undefined) return found
    url = /<([^>]+)>; *rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
  }
  return undefined
}

function linesOf(text) {
  return text.split(/\r?\n/)
}

async function write(method, url, body) {
  return (await call(url, { method, body: JSON.stringify({ body }) })).json()
}

async function call(url, options = { method: 'GET' }) {
  const refused = (answer, cause) => new Refused(options.method, url, answer, cause)
  const response = await fetch(url, { ...options, headers: HEADERS }).catch((cause) => {
    throw refused({}, cause)
  })
  if (!response.ok) throw refused(response)
  return response
}

try {
  await main()
} catch (thrown) {
  if (!(thrown instanceof Refused)) throw thrown
  const isAllowed = !NOT_ALLOWED.has(thrown.status)
  const remedy = isAllowed
    ? 'the plan stands in the summary of the job'
    : 'the job needs "permissions: { pull-requests: write }", which one of a fork never gets'
  const message = `no comment was written: ${thrown.message}; ${remedy}`
  console.log(annotation(isAllowed ? 'error' : 'warning', message))
  process.exitCode = isAllowed ? 1 : 0
}
