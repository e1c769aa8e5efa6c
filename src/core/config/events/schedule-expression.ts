import { valueText, type Mistake } from '../problem.ts'

/** What is wrong with `rate(…)`, `cron(…)` or `at(…)` as EventBridge Scheduler takes them. */
export function scheduleMistake(expression: string): Mistake | undefined {
  if (expression.includes('${')) return undefined
  const [, form, inside = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? []
  if (form === 'rate') return rateMistake(expression, inside)
  if (form === 'cron') return cronMistake(expression, inside)
  if (form === 'at') return atMistake(expression, inside)
  return formMistake(expression)
}

const FORMS = 'a schedule is rate(…), cron(…) or at(…)'

function formMistake(expression: string): Mistake {
  const message = `${FORMS}, not ${valueText(expression)}`
  const words = expression.trim().split(/\s+/)
  const cron = fromUnix(words)
  if (cron !== undefined) return { message, remedy: `Write "${cron}".` }
  const rate = /^(?:every\s+)?(\d+)\s*(m|min|minute|h|hour|d|day)s?$/i.exec(expression.trim())
  const unit = rate && UNITS.find((one) => one.startsWith(rate[2]!.toLowerCase()[0]!))
  const meant = rate && unit ? `rate(${plural(Number(rate[1]), unit)})` : 'rate(5 minutes)'
  return { message, remedy: `Write it as "${meant}" or "cron(0 2 * * ? *)".` }
}

const UNITS = ['minute', 'hour', 'day'] as const

const plural = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`

function rateMistake(expression: string, inside: string): Mistake | undefined {
  const match = /^([1-9]\d*) (minute|hour|day)s?$/.exec(inside)
  if (match !== null) return undefined
  const [, digits, unit] = /(\d+)\s*([a-z]*)/i.exec(inside) ?? []
  const count = Math.max(1, Number(digits ?? 5))
  const isSeconds = /^s/i.test(unit ?? '')
  const known = UNITS.find((one) => one[0] === unit?.[0]?.toLowerCase()) ?? 'minute'
  const meant = isSeconds
    ? plural(Math.max(1, Math.ceil(count / 60)), 'minute')
    : plural(count, known)
  return {
    message: `a rate is a whole number and minutes, hours or days, not ${valueText(expression)}`,
    remedy: `Write "rate(${meant})".`,
  }
}

function atMistake(expression: string, inside: string): Mistake | undefined {
  const isForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inside)
  if (isForm && !Number.isNaN(Date.parse(`${inside}Z`))) return undefined
  return {
    message: `a moment is written at(yyyy-mm-ddThh:mm:ss), not ${valueText(expression)}`,
    remedy: 'Write it without a zone, and the zone as "timezone:", e.g. "at(2030-01-31T08:00:00)".',
  }
}

interface Field {
  name: string
  min: number
  max: number
  words?: readonly string[]
  /** What may stand in place of values. */
  special: RegExp
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const NOTHING = /^(?!)/

const FIELDS: readonly Field[] = [
  { name: 'minutes', min: 0, max: 59, special: NOTHING },
  { name: 'hours', min: 0, max: 23, special: NOTHING },
  { name: 'the day of the month', min: 1, max: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'the month', min: 1, max: 12, words: MONTHS, special: NOTHING },
  {
    name: 'the day of the week',
    min: 1,
    max: 7,
    words: DAYS,
    special: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/,
  },
  { name: 'the year', min: 1970, max: 2199, special: NOTHING },
]

function cronMistake(expression: string, inside: string): Mistake | undefined {
  const fields = inside.trim().split(/\s+/)
  if (fields.length !== FIELDS.length) {
    const meant = fromUnix(fields)
    return {
      message: `cron(…) has six fields, minutes to years, and ${valueText(expression)} has ${fields.length}`,
      remedy: `Write "${meant ?? 'cron(0 2 * * ? *)'}".`,
    }
  }
  const wrong = FIELDS.findIndex((field, index) => !fits(field, fields[index]!))
  if (wrong >= 0) {
    const { name, min, max, words } = FIELDS[wrong]!
    const also = words === undefined ? '' : `, or ${words[0]} to ${words.at(-1)}`
    return {
      message: `${valueText(expression)} has ${valueText(fields[wrong])} for ${name}`,
      remedy: `Write a number from ${min} to ${max}${also}, a list, a range, or *.`,
    }
  }
  const [, , dayOfMonth, , dayOfWeek] = fields
  if ((dayOfMonth === '?') !== (dayOfWeek === '?')) return undefined
  return {
    message: `${valueText(expression)} needs ? for one of the two days, of the month or of the week`,
    remedy: 'Write ? for the one that does not matter, e.g. "cron(0 2 * * ? *)".',
  }
}

function fits({ min, max, words = [], special }: Field, text: string): boolean {
  const upper = text.toUpperCase()
  const isValue = (one: string) =>
    words.includes(one) || (/^\d+$/.test(one) && Number(one) >= min && Number(one) <= max)
  return upper.split(',').every((part) => {
    if (special.test(part)) return true
    const [range = '', step, ...more] = part.split('/')
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false
    return range === '*' || (range.split('-').length <= 2 && range.split('-').every(isValue))
  })
}

/** The five fields of Unix, in which Sunday is 0: `0 2 * * *`. */
function fromUnix(words: readonly string[]): string | undefined {
  const [minutes, hours, dayOfMonth, month, dayOfWeek] = words
  if (words.length !== 5 || !words.every((one) => /^[\d*,/A-Za-z?-]+$/.test(one))) return undefined
  const shifted = dayOfWeek!.replaceAll(/(?<![/\d])[0-7](?!\d)/g, (day) =>
    String((Number(day) % 7) + 1),
  )
  const days = dayOfWeek === '*' ? [dayOfMonth, '?'] : ['?', shifted]
  const meant = `cron(${minutes} ${hours} ${days[0]} ${month} ${days[1]} *)`
  return scheduleMistake(meant) === undefined ? meant : undefined
}
