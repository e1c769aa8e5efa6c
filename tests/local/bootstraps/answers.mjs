#!/usr/bin/env node
// Answers with what the request's body says; without a body, with the event itself as the body.
import { fail, post, serve } from './lib.mjs'

await serve(async (event, { id }) => {
  const text = event.isBase64Encoded
    ? Buffer.from(event.body, 'base64').toString()
    : (event.body ?? '')
  const { result, error } = text.startsWith('{"') ? JSON.parse(text) : {}
  if (error) return void (await fail(`invocation/${id}/error`, 'Mine', error))
  if (result !== undefined) return void (await post(`invocation/${id}/response`, result))
  return { statusCode: 200, body: JSON.stringify(event) }
})
