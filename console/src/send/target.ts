/** Path and query of a request's target; a pair without `=` has an empty value. Pure. */
export function splitQuery(target: string): { path: string; query: [string, string][] } {
  const [path = '', text] = target.split(/\?(.*)/s)
  if (text === undefined || text === '') return { path, query: [] }
  const query = text.split('&').map((pair): [string, string] => {
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    return [decoded(name), decoded(value)]
  })
  return { path, query }
}

/** The other way round. */
export function joinTarget(path: string, query: readonly (readonly [string, string])[]): string {
  const pairs = query.map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
