import { define } from '../define.ts'
import { system } from '../native.ts'

const { toString, toTimeString } = Date.prototype

/** Lambda's zone is UTC, unless a function sets another. */
const isUtc = () => /^:?(UTC|Etc\/UTC|)$/.test(system.variables['TZ'] ?? '')

/** With the zone's name, as on V8: QuickJS knows none. */
const named = (original: () => string) =>
  function (this: Date): string {
    const text = original.call(this)
    return isUtc() && text.endsWith('GMT+0000') ? `${text} (Coordinated Universal Time)` : text
  }

define(Date.prototype, 'toString', named(toString))
define(Date.prototype, 'toTimeString', named(toTimeString))
