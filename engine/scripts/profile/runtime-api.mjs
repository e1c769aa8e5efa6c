import { createServer } from 'node:http'

/**
 * Plays the Runtime API until all events are answered.
 *
 * @param start starts the function with these variables, and returns its process
 */
export async function answerEvents(events, start) {
  const left = [...events]
  const server = createServer((request, response) => {
    request.resume()
    if (request.method === 'POST') return response.writeHead(202).end('{"status":"OK"}')
    if (left.length === 0) return child.kill('SIGTERM')
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + 900_000),
      'Lambda-Runtime-Invoked-Function-Arn':
        'arn:aws:lambda:us-east-1:123456789012:function:profile',
    })
    response.end(JSON.stringify(left.pop()))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const child = start({
    PATH: process.env.PATH,
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${server.address().port}`,
    AWS_LAMBDA_FUNCTION_NAME: 'profile',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_REGION: 'us-east-1',
  })
  await new Promise((resolve) => child.on('close', resolve))
  server.closeAllConnections()
  server.close()
  if (left.length > 0) throw new Error(`the function ended with ${left.length} events left`)
}
