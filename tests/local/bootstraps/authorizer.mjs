#!/usr/bin/env node
// Decides by the token: `result:<json>` answers with the JSON, `fail` fails.
import { fail, serve } from './lib.mjs'

await serve(async (event, { id }) => {
  const [token] = [event.identitySource].flat()
  console.log(JSON.stringify(event))
  if (token === 'fail') return void (await fail(`invocation/${id}/error`, 'Mine', 'no'))
  const result = JSON.parse(token.slice('result:'.length))
  const arn = event.routeArn ?? event.methodArn
  return JSON.parse(JSON.stringify(result).replaceAll('THIS', arn))
})
