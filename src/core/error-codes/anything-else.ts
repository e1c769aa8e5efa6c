import type { Area } from './area.ts'

export const anythingElse = {
  title: 'Anything else',
  codes: {
    BUG: {
      exits: [70],
      cause: "a fault of Oche's own; its stack is shown",
      remedy: 'report it',
    },
  },
} as const satisfies Area
