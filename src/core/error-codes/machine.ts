import type { Area } from './area.ts'

export const machine = {
  title: 'The machine',
  note: "Node's own names, wherever they are met.",
  codes: {
    EACCES: {
      cause: 'this user may not read or write a file',
      remedy: 'give this user the right',
    },
    EPERM: {
      cause: 'this user may not read or write a file',
      remedy: 'give this user the right',
    },
    EROFS: {
      cause: 'the disk is read-only',
      remedy: 'choose another folder with `--cwd`',
    },
    ENOSPC: {
      cause: 'the disk is full',
      remedy: 'free some space; `oche clean` deletes what builds left',
    },
    EDQUOT: {
      cause: 'the disk is full',
      remedy: 'free some space; `oche clean` deletes what builds left',
    },
    EMFILE: {
      cause: 'too many files are open',
      remedy: 'raise the limit',
    },
  },
} as const satisfies Area
