export interface Address {
  host: string
  port: number
}

interface SocketEvents {
  data(bytes: Buffer): void
  /** Everything that was given to `write` has left. */
  drain(): void
  /** Of several calls the first counts. */
  close(error: Error | undefined): void
}

export interface Socket {
  /**
   * Sends in order, keeping what the system does not take at once. True where all was taken; after
   * false, `drain` or `close` follows.
   */
  write(data: string | Uint8Array): boolean
  /** The open connection alone keeps the process running, as it does at first. */
  ref(): unknown
  /** It does not. */
  unref(): unknown
  /** Closes at once; `close` is not called any more. */
  destroy(): unknown
}

/** Opens a TCP connection. @throws Error where there is none to be had */
export type Dial = (address: Address, events: SocketEvents) => Promise<Socket>
