#!/usr/bin/env node
// Decides by the token: `result:<json>` answers with the JSON, any other fails; `refuse` as REST APIs know it.
import { fail, serve } from './lib.mjs'

await serve(async (event, { id }) => {
  const [token = ''] = [event.identitySource ?? event.headers.Authorization].flat()
  console.log(JSON.stringify(event))
  if (!token.startsWith('result:'))
    return void (await fail(
      `invocation/${id}/error`,
      'Mine',
      token === 'refuse' ? 'Unauthorized' : 'no',
    ))
  const result = JSON.parse(token.slice('result:'.length))
  const arn = event.routeArn ?? event.methodArn
  return JSON.parse(JSON.stringify(result).replaceAll('THIS', arn))
})
