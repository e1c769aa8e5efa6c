import type { Style } from '../../../output/output.ts'

/** What a key makes `oche dev` do. */
export type KeyAction = 'console' | 'restart' | 'clear' | 'verbose' | 'quit' | 'help'

/** In the order in which they are listed. */
const KEYS: readonly { key: string; does: KeyAction; summary: string }[] = [
  {
    key: 'o',
    does: 'console',
    summary: 'open the console in the browser: what runs, as it happens',
  },
  { key: 'r', does: 'restart', summary: 'restart: every process ends, the next request is cold' },
  { key: 'c', does: 'clear', summary: 'clear the screen' },
  { key: 'v', does: 'verbose', summary: 'verbose, on and off: START, END, REPORT, raw lines' },
  { key: 'q', does: 'quit', summary: 'quit, as Ctrl-C does' },
  { key: '?', does: 'help', summary: 'this list' },
]

export function actionOf(key: string): KeyAction | undefined {
  return KEYS.find((one) => one.key === key)?.does
}

export function keyLines(style: Style): string[] {
  return KEYS.map(({ key, summary }) => `    ${style('bold', key)}  ${summary}`)
}
