/** Of a stream on a terminal. */
export interface Sized {
  isTTY?: boolean
  columns?: number
  rows?: number
}

/**
 * A terminal that does not tell its size (a pseudo-terminal which nobody gave one has 0 columns) is taken for
 * 80 by 24: at no width, what draws on it would draw a letter a line.
 */
export function giveSize(...streams: Sized[]): void {
  for (const stream of streams) {
    if (!stream.isTTY) continue
    stream.columns ||= 80
    stream.rows ||= 24
  }
}
