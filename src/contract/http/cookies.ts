import { headerValue } from './header-lines.ts'
import type { HeaderLine } from './types.ts'

/** The single cookies of all `Cookie` lines, as `name=value`; undefined where there are none. */
export function cookiesOf(lines: readonly HeaderLine[]): string[] | undefined {
  if (headerValue(lines, 'cookie') === undefined) return undefined
  const own = lines.filter(([name]) => name.toLowerCase() === 'cookie')
  const cookies = own
    .flatMap(([, value]) => value.split(';'))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '')
  return cookies.length === 0 ? undefined : cookies
}
