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

/** Read once: asking for a variable of the process takes longer than all the rest of a line that is off. */
let areas: ReadonlySet<string> | undefined

function isOn(area: DebugArea): boolean {
  areas ??= new Set(process.env['OCHE_DEBUG']?.split(',').map((one) => one.trim()))
  return areas.size > 0 && (areas.has(area) || areas.has('*'))
}
