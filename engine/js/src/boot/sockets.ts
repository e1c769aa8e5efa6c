/** What happened to a socket; the numbers are the host's. */
export const Kind = {
  connected: 0,
  data: 1,
  drained: 2,
  ended: 3,
  failed: 4,
  found: 5,
  answer: 6,
} as const

/** Four at most, and not a list of them: a list is slow to make. */
export type Listener = (kind: number, one: never, two: never, three: never, four: never) => void

/** Who is told, by the number of the socket. */
export const sockets = new Map<number, Listener>()
