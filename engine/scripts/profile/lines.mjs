// How often each line of C is run: from what Valgrind has counted to the text that clang reads.

const QUICK = 1_000_000

/**
 * Lines at which functions of C are declared, by name.
 *
 * @param debugInfo what `readelf --debug-dump=info` prints
 */
export function declared(debugInfo) {
  const lines = new Map()
  let name
  let inC = false
  let inFunction = false
  for (const text of debugInfo.split('\n')) {
    const [, tag] = /\((DW_TAG_\w+)\)/.exec(text) ?? []
    if (tag) inFunction = tag === 'DW_TAG_subprogram'
    if (tag) name = undefined
    const [, language] = /DW_AT_language +: .*\((.*)\)/.exec(text) ?? []
    if (language) inC = /C\d\d|ANSI C/.test(language)
    if (!inC || !inFunction) continue
    name ??= /DW_AT_name +:.*: (\S+)$/.exec(text)?.[1]
    const [, line] = /DW_AT_decl_line +: (\d+)/.exec(text) ?? []
    if (line && name && !lines.has(name)) lines.set(name, Number(line))
  }
  return lines
}

/**
 * Counts of one run, by function: how often it was called, and by lines from where it is declared the most
 * that one instruction of the line was run.
 *
 * @param output what `callgrind --dump-instr=yes` has written
 * @param declaredAt from `declared`
 */
export function counted(output, declaredAt) {
  const instructions = new Map()
  const calls = new Map()
  const names = new Map()
  let [fn, callee, address, line, isCall] = ['', '', 0, 0, false]
  for (const text of output.split('\n')) {
    const [, key, id, given] = /^(c?fn)=\((\d+)\)(?: (.*?)(?:'\d+)?)?$/.exec(text) ?? []
    if (key) {
      if (given !== undefined) names.set(id, given)
      if (key === 'fn') fn = names.get(id)
      else callee = names.get(id)
    } else if (text.startsWith('calls=')) {
      calls.set(callee, (calls.get(callee) ?? 0) + Number.parseInt(text.slice(6), 10))
      isCall = true
    } else if (/^[\d+*-]/.test(text)) {
      const [where, at, cost] = text.split(' ')
      address = moved(address, where, 16)
      line = moved(line, at, 10)
      const offset = line - declaredAt.get(fn)
      // What a call has cost stands below it, as if the caller had. A macro's lines may be those of a header.
      if (!isCall && offset >= 0 && offset < 0x1_0000) {
        const place = `${fn}:${offset}:${address}`
        instructions.set(place, (instructions.get(place) ?? 0) + Number(cost))
      }
      isCall = false
    }
  }
  const functions = new Map()
  for (const [place, count] of instructions) {
    const [name, offset] = place.split(':')
    if (!functions.has(name)) functions.set(name, { calls: calls.get(name) ?? 0, lines: new Map() })
    const { lines } = functions.get(name)
    lines.set(Number(offset), Math.max(lines.get(Number(offset)) ?? 0, count))
  }
  return functions
}

/** Callgrind's places: as they are, in steps from the one before, or the same. */
function moved(before, text, radix) {
  if (text === '*') return before
  const number = /^[+-]/.test(text) ? Number.parseInt(text, 10) : Number.parseInt(text, 16)
  if (/^[+-]/.test(text)) return before + number
  return radix === 16 ? number : Number(text)
}

/**
 * All runs together, as clang reads it: the functions that do most come first.
 *
 * @param quick names of functions that are to be quick whether or not a run has called them
 */
export function profileText(runs, quick, comment) {
  const sums = new Map(quick.map((name) => [name, { calls: QUICK, lines: new Map([[0, QUICK]]) }]))
  for (const run of runs)
    for (const [name, { calls, lines }] of run) {
      const sum = sums.get(name) ?? { calls: 0, lines: new Map() }
      sum.calls += calls
      for (const [offset, count] of lines)
        sum.lines.set(offset, (sum.lines.get(offset) ?? 0) + count)
      sums.set(name, sum)
    }
  const totals = [...sums].map(([name, { calls, lines }]) => {
    const all = [...lines].filter(([, count]) => count > 0).toSorted(([a], [b]) => a - b)
    return { name, calls, all, total: all.reduce((sum, [, count]) => sum + count, 0) }
  })
  const text = totals
    .filter(({ total }) => total > 0)
    .toSorted((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1))
    .flatMap(({ name, calls, all, total }) => [
      `${name}:${total}:${calls}`,
      ...all.map(([offset, count]) => ` ${offset}: ${count}`),
    ])
  return [`# ${comment}`, ...text, ''].join('\n')
}
