/** The parts of Oche that tell what they decided, and why, to whoever works on Oche itself. */
export type DebugArea = 'build' | 'dev' | 'local' | 'deploy'

/**
 * Writes a line to standard error where `OCHE_DEBUG` names the area, as in `OCHE_DEBUG=build,dev`,
 * or is `*`. The text is made only then.
 *
 * @example
 * debug('build', () => `cache: ${name} is built anew, ${file} has changed`)
 */
export function debug(area: DebugArea, text: () => string): void {
  if (isOn(area)) process.stderr.write(`oche:${area} ${text()}\n`)
}

let read: { from: string | undefined; areas: ReadonlySet<string> } | undefined

function isOn(area: DebugArea): boolean {
  const from = process.env['OCHE_DEBUG']
  if (from === undefined) return false
  if (read?.from !== from) read = { from, areas: new Set(from.split(',').map((one) => one.trim())) }
  return read.areas.has(area) || read.areas.has('*')
}
