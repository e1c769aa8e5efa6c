/** The shortest loop that can be written on Bun: what a custom runtime in a blog post looks like. */
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`

for (;;) {
  const next = await fetch(`${api}/next`)
  const id = next.headers.get('lambda-runtime-aws-request-id')
  const event = await next.json()
  const posted = await fetch(`${api}/${id}/response`, {
    method: 'POST',
    body: JSON.stringify(event),
  })
  await posted.arrayBuffer()
}
