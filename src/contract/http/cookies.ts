import type { HeaderLine } from './types.ts'

/** The single cookies of all `Cookie` lines, as `name=value`; undefined where there are none. */
export function cookiesOf(lines: readonly HeaderLine[]): string[] | undefined {
  const cookies = lines
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(';'))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '')
  return cookies.length === 0 ? undefined : cookies
}
