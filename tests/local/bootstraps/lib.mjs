// The Runtime API as a few lines, for bootstraps of tests.
const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`

export async function next() {
  const response = await fetch(`${base}/invocation/next`)
  const headers = Object.fromEntries(response.headers)
  return { id: headers['lambda-runtime-aws-request-id'], headers, text: await response.text() }
}

export const post = (path, body, headers = {}) =>
  fetch(`${base}/${path}`, { method: 'POST', body, headers })

export const respond = (id, result) => post(`invocation/${id}/response`, JSON.stringify(result))

export const fail = (path, errorType, errorMessage) =>
  post(path, JSON.stringify({ errorType, errorMessage, stackTrace: [] }), {
    'Lambda-Runtime-Function-Error-Type': errorType,
  })

export async function serve(handler) {
  for (;;) {
    const invocation = await next()
    const event = JSON.parse(invocation.text)
    const result = await handler(event, invocation)
    if (result !== undefined) await respond(invocation.id, result)
  }
}
