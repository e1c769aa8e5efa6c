/** `12 ms`, `1.4 s`, `2 min 5 s`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** `512 B`, `1.2 KB`, `94.3 MB`: powers of 1024, as Lambda's limits count: 50 MB are 52,428,800 bytes. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1023.95 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

/** How long ago, in its largest unit: `3 min ago`. */
export function ageText(milliseconds: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const
  const fits = units.find(([, length]) => milliseconds >= length)
  if (fits === undefined) return 'just now'
  return `${Math.floor(milliseconds / fits[1])} ${fits[0]} ago`
}
