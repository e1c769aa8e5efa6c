#!/usr/bin/env node
// A runtime with an internal extension, as AWS's own clients have it to be told of the end.
import { setTimeout as wait } from 'node:timers/promises'
import { serve } from './lib.mjs'

const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2020-01-01/extension`
const events = JSON.parse(process.env.EVENTS ?? '[]')
const registered = await fetch(`${base}/register`, {
  method: 'POST',
  headers: { 'Lambda-Extension-Name': 'inside' },
  body: JSON.stringify({ events }),
})
const headers = {
  'Lambda-Extension-Identifier': registered.headers.get('lambda-extension-identifier'),
}
void watch()

process.on('SIGTERM', async () => {
  console.log('asked to end')
  if (process.env.STAYS) await wait(60_000)
  process.exit(0)
})

await serve((event) => (event.hang ? new Promise(() => {}) : event))

async function watch() {
  for (;;) {
    const response = await fetch(`${base}/event/next`, { headers })
    console.log(`inside ${await response.text()}`)
  }
}
