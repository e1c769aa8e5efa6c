/** Server-sent events: a count every quarter of a second, `?to=` how far. */
export default {
  fetch(request: Request): Response {
    const to = Number(new URL(request.url).searchParams.get('to')) || 5
    return new Response(counts(to), { headers: { 'content-type': 'text/event-stream' } })
  },
}

function counts(to: number): ReadableStream<Uint8Array> {
  let count = 0
  return new ReadableStream({
    async pull(controller) {
      if (count > 0) await new Promise((resolve) => setTimeout(resolve, 250))
      count += 1
      controller.enqueue(new TextEncoder().encode(`data: ${count}\n\n`))
      if (count >= to) controller.close()
    },
  })
}
