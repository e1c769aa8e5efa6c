/** What a terminal makes of a key where it is not read raw. */
export type TerminalSignal = 'SIGINT' | 'SIGTSTP' | 'SIGQUIT'

/** Ctrl-C, Ctrl-Z and Ctrl-\. */
const SIGNALS: Readonly<Record<number, TerminalSignal>> = {
  0x03: 'SIGINT',
  0x1a: 'SIGTSTP',
  0x1c: 'SIGQUIT',
}

/** What a terminal would have sent, in this order, wherever the keys stand. */
export function signalsIn(bytes: Uint8Array): TerminalSignal[] {
  return [...bytes].map((byte) => SIGNALS[byte]).filter((signal) => signal !== undefined)
}

/**
 * The one key that was pressed. Undefined for what comes together: pasted text, an arrow, a letter
 * beyond ASCII.
 */
export function keyIn(bytes: Uint8Array): string | undefined {
  const [byte = 0] = bytes
  const isPrintable = byte > 0x20 && byte < 0x7f
  return bytes.length === 1 && isPrintable ? String.fromCharCode(byte) : undefined
}
