/**
 * Gives a Response whose body is text the content type that the Fetch standard gives it, and that
 * Node gives it. Bun adds it only when its own server sends the response (oven-sh/bun#8530), where a
 * body of bytes can no longer be told from one of text.
 */
function giveType(own: typeof Response): typeof Response {
  return new Proxy(own, {
    construct(target, [body, ...rest], made) {
      const response = Reflect.construct(target, [body, ...rest], made) as Response
      const isText = typeof body === 'string' && !response.headers.has('content-type')
      if (isText) response.headers.set('content-type', 'text/plain;charset=UTF-8')
      return response
    },
  })
}

globalThis.Response = giveType(Response)
