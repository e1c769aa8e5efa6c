import type { Area } from './area.ts'

export const anythingElse = {
  title: 'Anything else',
  codes: {
    BUG: {
      cause: "a fault of Oche's own; exit status 70, with its stack",
      remedy: 'report it',
    },
  },
} as const satisfies Area
