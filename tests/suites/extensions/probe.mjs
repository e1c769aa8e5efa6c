#!/usr/bin/env node
// Asks the Extensions API whatever an internal extension may ask, rightly and wrongly, and answers every
// event with what came back; numbers and identifiers, which differ from one time to the next, are masked.
const address = process.env.AWS_LAMBDA_RUNTIME_API
const answers = []

const named = (name) => ({ 'Lambda-Extension-Name': name })
const events = (...list) => JSON.stringify({ events: list })

await ask('POST', 'register', {}, events())
await ask('POST', 'register', named('probe'), 'no JSON')
await ask('POST', 'register', named('probe'), events('SHUTDOWN'))
await ask('POST', 'register', named('probe'), events('RESTORE'))
await ask('GET', 'event/next', {})
await ask('GET', 'event/next', { 'Lambda-Extension-Identifier': 'x' })
await ask('GET', 'event/next', {
  'Lambda-Extension-Identifier': '00000000-0000-4000-8000-000000000000',
})
const identifier = await ask('POST', 'register', named('probe'), events('INVOKE'))
const known = { 'Lambda-Extension-Identifier': identifier }
await ask('POST', 'register', named('probe'), events())
await ask('POST', 'init/error', known)
const polls = poll()

for (;;) {
  const next = await fetch(`http://${address}/2018-06-01/runtime/invocation/next`)
  const id = next.headers.get('lambda-runtime-aws-request-id')
  await next.text()
  await polls
  await ask('POST', 'register', named('late'), events())
  await ask('POST', 'init/error', {
    ...known,
    'Lambda-Extension-Function-Error-Type': 'Extension.X',
  })
  await fetch(`http://${address}/2018-06-01/runtime/invocation/${id}/response`, {
    method: 'POST',
    body: JSON.stringify(answers),
  })
  void poll()
}

/** The first event that comes, as far as it is the same everywhere. */
async function poll() {
  const response = await fetch(`http://${address}/2020-01-01/extension/event/next`, {
    headers: known,
  })
  const event = await response.json()
  answers.push([
    'event',
    response.status,
    response.headers.has('lambda-extension-event-identifier'),
  ])
  answers.push(Object.entries(event).map(([name, value]) => [name, typeof value]))
}

async function ask(method, path, headers, body) {
  const response = await fetch(`http://${address}/2020-01-01/extension/${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  })
  const text = await response.text()
  const masked = text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').trim()
  answers.push([method, path, response.status, masked])
  return response.headers.get('lambda-extension-identifier')
}
