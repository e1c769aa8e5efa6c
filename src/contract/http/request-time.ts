const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

let last = { second: NaN, text: '' }

/** `14/Apr/2025:22:14:35 +0000`, always in UTC. */
export function requestTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000)
  if (second !== last.second) last = { second, text: timeOf(new Date(epochMs)) }
  return last.text
}

function timeOf(date: Date): string {
  const day = `${twoDigits(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
    .map(twoDigits)
    .join(':')
  return `${day}:${time} +0000`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
