import type { HeaderLine } from './types.ts'

/** The single cookies of all `Cookie` lines, as `name=value`; undefined where there are none. */
export function cookiesOf(lines: readonly HeaderLine[]): string[] | undefined {
  const own = lines.filter(([name]) => name.toLowerCase() === 'cookie')
  if (own.length === 0) return undefined
  const cookies = own
    .flatMap(([, value]) => value.split(';'))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '')
  return cookies.length === 0 ? undefined : cookies
}
