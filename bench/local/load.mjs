import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const script = fileURLToPath(new URL('post.lua', import.meta.url))

/**
 * Sends as many requests as are answered, `connections` at a time.
 *
 * @returns requests per second and the latency that half, and 99 of 100, stay below in milliseconds
 */
export async function load({ url, host }, { connections, seconds }) {
  const args = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '10s']
  if (host) args.push('-H', `Host: ${host}`)
  const { stdout } = await promisify(execFile)('wrk', [...args, '-s', script, url])
  const told = JSON.parse(stdout.trim().split('\n').at(-1))
  if (told.failed > 0 || told.requests === 0) {
    throw new Error(`${url}: ${told.requests} answered, ${told.failed} failed`)
  }
  return {
    perSecond: (told.requests / told.duration) * 1e6,
    p50: told.p50 / 1000,
    p99: told.p99 / 1000,
  }
}
