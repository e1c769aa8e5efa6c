// The figures of all rounds as tables in Markdown.

/** What is shown: a title, the unit, and how to get the value out of one round. */
const measures = [
  { title: 'Spawn → first answer, page cache warm', unit: 'ms', of: ({ start }) => start / 1000 },
  {
    title: 'Spawn → first answer, files out of the page cache',
    unit: 'ms',
    of: ({ cold }) => cold / 1000,
  },
  { title: 'One invocation, 1 KB, one core', unit: 'µs', of: ({ phases }) => phases[0].us },
  { title: 'One invocation, 100 KB, one core', unit: 'µs', of: ({ phases }) => phases[1].us },
  {
    title: 'The slowest hundredth of invocations, 1 KB, in medians',
    unit: '×',
    of: ({ phases }) => phases[0].p99Us / phases[0].p50Us,
  },
  {
    title: 'Processor time of the function, 1 KB',
    unit: 'µs',
    of: ({ phases }) => phases[0].cpuUs,
  },
  {
    title: 'Processor time of the function, 100 KB',
    unit: 'µs',
    of: ({ phases }) => phases[1].cpuUs,
  },
  { title: 'Peak memory at the first answer', unit: 'MB', of: ({ firstPeak }) => firstPeak / 1024 },
  {
    title: 'Peak memory after the invocations of 1 KB',
    unit: 'MB',
    of: ({ phases }) => phases[0].peakKb / 1024,
  },
  {
    title: 'Peak memory after those of 100 KB',
    unit: 'MB',
    of: ({ phases }) => phases[1].peakKb / 1024,
  },
]

/** @param results name → rounds; the first is the floor. @param reference whose ratio is shown too */
export function tables(results, reference) {
  return measures.map(({ title, unit, of }) => {
    const all = [...results].map(([name, rounds]) => ({ name, ...summary(rounds.map(of)) }))
    const other = all.find(({ name }) => name === reference)
    const rows = all.map(
      ({ name, min, median, max }) =>
        `| ${name} | ${figure(min)} | ${figure(median)} | ${figure(max)} | ` +
        `${ratio(median, all[0].median)} | ${ratio(median, other?.median)} |`,
    )
    return [
      `## ${title} (${unit})`,
      '',
      `| | min | median | max | ÷ floor | ÷ ${reference} |`,
      '| --- | --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n')
  })
}

export function sizes(built) {
  return [
    '## Size of what is uploaded (MB)',
    '',
    '| | files | zip | |',
    '| --- | --- | --- | --- |',
    ...built.map(
      ({ name, bytes, zipBytes, isBinary }) =>
        `| ${name} | ${megabytes(bytes)} | ${megabytes(zipBytes)} | ${isBinary ? '' : 'without the interpreter'} |`,
    ),
  ].join('\n')
}

function megabytes(bytes) {
  return (bytes / 1024 / 1024).toFixed(2)
}

function summary(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)], max: sorted.at(-1) }
}

function figure(value) {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1)
}

function ratio(value, of) {
  return of === undefined ? '–' : (value / of).toFixed(2)
}
