// URLs as functions take them apart and put them together, for near.txt. Hosts are ASCII: what others need, which are
// few, stays far.

interface Request {
  rawPath: string
  rawQueryString: string
}

export const handler = ({ rawPath, rawQueryString }: Request) => {
  const url = new URL(`${rawPath}?${rawQueryString}`, 'https://Example.com:8443/')
  const { href, origin, protocol, host, hostname, port, pathname, search, hash } = url
  url.searchParams.set('page', 'two words')
  url.searchParams.append('q', 'ä&')
  url.pathname += '/a b/ä%20'
  url.hash = 'top'
  url.port = ''
  url.hostname = 'other.example.com'
  url.protocol = 'http:'
  const others = [
    new URL('../c/./d?e=%20#f', url),
    new URL('//cdn.example.com/a.png', url),
    new URL('http://user:word@127.0.0.1:3000/x'),
    new URL('http://[::1]/'),
    new URL('file:///var/task/index.mjs'),
    new URL('mailto:a@example.com'),
    URL.parse('postgres://user:word@db.internal:5432/name'),
  ]
  const wrong = [URL.canParse('/items'), URL.canParse('http://a b/'), URL.parse('https://[')]
  const names = [...new URLSearchParams('a=1&b=%C3%A4+c').entries()]
  const parts = [href, origin, protocol, host, hostname, port, pathname, search, hash]
  return { url, others, wrong, names, parts }
}
