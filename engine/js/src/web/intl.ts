import { define } from '../define.ts'
import { intl } from './intl/data.ts'
import { Collator } from './intl/collator.ts'
import { DateTimeFormat } from './intl/date-time-format.ts'
import { canonicalLocales } from './intl/locale.ts'
import { NumberFormat } from './intl/number-format.ts'
import { PluralRules } from './intl/plural-rules.ts'
import { missing, supportedValues } from './intl/others.ts'

/** As the standard's older constructors, these may be called without `new`. */
const callable = <C extends new (...args: never[]) => object>(made: C): C =>
  new Proxy(made, { apply: (target, _self, args) => Reflect.construct(target, args) })

export const Intl: Record<string, unknown> = {}
define(Intl, Symbol.toStringTag, 'Intl')
define(Intl, 'getCanonicalLocales', canonicalLocales)
define(Intl, 'supportedValuesOf', (key: unknown) => supportedValues(String(key), intl.zones))
define(Intl, 'Collator', callable(Collator))
define(Intl, 'DateTimeFormat', callable(DateTimeFormat))
define(Intl, 'NumberFormat', callable(NumberFormat))
define(Intl, 'PluralRules', PluralRules)
for (const name of [
  'DisplayNames',
  'DurationFormat',
  'ListFormat',
  'Locale',
  'RelativeTimeFormat',
  'Segmenter',
]) {
  define(Intl, name, missing(name))
}
export { methods } from './intl/methods.ts'
