import { expect, it } from 'vitest'
import { invokeFetch } from '../../src/runtime/fetch/handler.ts'
import type { InvocationContext } from '../../src/runtime/index.ts'
import { bytesOf, byteString, readCases } from './read-cases.ts'
import type { CaseBody } from './read-cases.ts'

type Line = [name: string, value: string]

interface HttpCase {
  name: string
  event: unknown
  request: CaseBody & { method: string; url: string; headers: Line[] }
  response: CaseBody & { status: number; headers: Line[] }
  result: unknown
}

it.each(readCases<HttpCase>('http'))('$name', async ({ event, request, response, result }) => {
  let seen: unknown
  const fetch = async (got: Request): Promise<Response> => {
    const { method, url, headers } = got
    seen = { method, url, headers: [...headers], body: Buffer.from(await got.arrayBuffer()) }
    const bytes = bytesOf(response)
    return new Response(bytes.length === 0 ? null : bytes, {
      status: response.status,
      headers: encoded(response.headers),
    })
  }
  expect(await invokeFetch(fetch, { event, context }, false)).toEqual(result)
  const { method, url, headers } = request
  expect(seen).toEqual({ method, url, headers: encoded(headers), body: bytesOf(request) })
})

const context = {} as InvocationContext

function encoded(lines: Line[]): Line[] {
  return lines.map(([name, value]) => [name, byteString(value)])
}
