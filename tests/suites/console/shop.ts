/** A project with what is to be seen: answers, failures, logs, two functions, variables. */
export const SHOP: Readonly<Record<string, string>> = {
  'oche.yaml': `
name: shop
memory: 256
functions:
  items:
    source: src/items.ts
    http: { kind: http-api, routes: ["ANY /{proxy+}"] }
    environment: { TABLE: items, API_KEY: "sk-very-secret" }
  jobs: { source: src/jobs.ts, http: none }
`,
  'src/items.ts': `
import { find } from './stock.ts'
export async function handler(event: any) {
  const { method } = event.requestContext.http
  const path = event.rawPath
  console.log('asked for', path)
  if (path === '/bad') find('lamp')
  if (path === '/much') {
    for (let i = 1; i <= 3000; i++) console.log('line ' + i)
    console.log('['.repeat(6000) + ']'.repeat(6000))
  }
  if (path === '/malformed') return { statusCode: 200, body: { not: 'text' } }
  if (path === '/echo') {
    console.log(event.body)
    console.log(JSON.stringify({ level: 'warn', message: 'stock is low', item: { name: 'lamp' } }))
    return { statusCode: 200, headers: { 'content-type': 'text/html', 'x-echo': event.headers['x-mine'] ?? '' }, body: event.body }
  }
  return { statusCode: method === 'POST' ? 201 : 200, body: JSON.stringify({ method, path, query: event.rawQueryString, body: event.body }) }
}
`,
  'src/stock.ts': `
export function find(id: string): never {
  throw new TypeError('no item ' + id)
}
`,
  'src/jobs.ts': `
export async function handler(event: any) {
  if (event.fail) throw new Error('job failed')
  return { count: event.Records?.length ?? 0 }
}
`,
}
