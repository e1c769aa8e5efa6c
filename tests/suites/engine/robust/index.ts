type Any = any

/** Nested so deeply that nothing recursive gets to its end. */
function nested(depth: number): Any {
  let made: Any = []
  for (let level = 0; level < depth; level++) made = level % 2 ? [made] : { made }
  return made
}

function down(): number {
  return down() + 1
}

const work: Record<string, (event: Any) => unknown> = {
  pid: () => ({ pid: process.pid }),
  async resident() {
    // What is used by more than echoes: headers, a URL, bodies, promises, and rings that only a collector ends.
    const request = new Request('http://a.test/b?c=d', { method: 'POST', body: 'text' })
    const ring: Any = { response: new Response(await request.text(), { headers: request.headers }) }
    ring.self = () => ring
    await ring.self().response.text()
    return { bytes: process.memoryUsage().rss }
  },
  echo: ({ text }) => ({ text }),
  recursion: down,
  recursionOfGetters() {
    const one = {
      get again(): Any {
        return one.again
      },
    }
    return one.again
  },
  recursionThroughNatives() {
    const again = (): Any => [1].map(again)
    return again()
  },
  recursionOfProxies() {
    const one: Any = new Proxy({}, { get: () => one.again })
    return one.again
  },
  // oxlint-disable-next-line no-implied-eval
  recursionOfExpressions: () => new Function(`return ${'('.repeat(200_000)}`)(),
  deepJson: () => JSON.parse('['.repeat(1_000_000)),
  deepStringify: () => JSON.stringify(nested(1_000_000)).length,
  deepClone: () => structuredClone(nested(1_000_000)),
  deepAnswer: () => nested(1_000_000),
  memoryOfText() {
    const all: string[] = []
    for (;;) all.push(`${all.length}`.repeat(100_000))
  },
  memoryOfObjects() {
    const all: unknown[] = []
    for (;;) all.push({ at: all.length, list: [1, 2, 3] })
  },
  memoryOfBuffers() {
    const all: unknown[] = []
    for (;;) all.push(Buffer.alloc(1_000_000, 1))
  },
  memoryOfOneArray: () => new Float64Array(2 ** 27).length,
  memoryOfOneText: () => 'x'.repeat(2 ** 29).length,
  async fetch({ path }) {
    const url = path === 'refused' ? 'http://127.0.0.1:1/' : `${process.env['ORIGIN']}/${path}`
    try {
      return { text: await (await fetch(url)).text() }
    } catch (error) {
      return { failed: error instanceof TypeError, message: String(error) }
    }
  },
}

export const handler = (event: Any) => work[event.what]!(event)
