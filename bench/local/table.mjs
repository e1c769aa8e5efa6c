/** The results as Markdown: medians over the rounds, and how Oche compares with each other. */
export function table(servers, results, { endpoints, connections, machine, rounds, seconds }) {
  const [first, ...others] = servers.map(({ name }) => name)
  const median = (server, endpoint, count, figure) =>
    middle(
      results
        .filter((r) => r.server === server && r.endpoint === endpoint && r.connections === count)
        .map((r) => r[figure]),
    )
  const row = (server, endpoint, count) => {
    const perSecond = median(server, endpoint, count, 'perSecond')
    return cells([
      TITLES[endpoint],
      count,
      server,
      Math.round(perSecond),
      ratio(median(first, endpoint, count, 'perSecond') / perSecond),
      median(server, endpoint, count, 'p50').toFixed(2),
      median(server, endpoint, count, 'p99').toFixed(2),
      ratio(median(server, endpoint, count, 'p99') / median(server, endpoint, count, 'p50')),
    ])
  }
  const rows = endpoints.flatMap((endpoint) =>
    connections.flatMap((count) =>
      [first, ...others].map((server) => row(server, endpoint, count)),
    ),
  )
  return [
    '# Local Lambda: requests per second and latency',
    '',
    'The same two Rust binaries (`lambda_runtime` behind the Invoke API, `lambda_http` behind the front',
    'endpoint) answer with what they get, which takes them next to no time: latency is what the server adds.',
    `Medians of ${rounds} rounds of ${seconds} s, interleaved; ${machine}; load from \`wrk\` on the same machine.`,
    '',
    cells([
      'endpoint',
      'connections',
      'server',
      'requests/s',
      `${first} is faster by`,
      'p50 ms',
      'p99 ms',
      'p99 in p50',
    ]),
    cells(Array.from({ length: 8 }, () => '---')),
    ...rows,
    '',
  ].join('\n')
}

const TITLES = { invoke: 'Invoke API', http: 'endpoint' }

function cells(values) {
  return `| ${values.join(' | ')} |`
}

function ratio(value) {
  return `${value.toFixed(2)}×`
}

function middle(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
