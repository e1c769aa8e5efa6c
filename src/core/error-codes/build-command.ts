import type { Area } from './area.ts'

export const buildCommand = {
  title: 'build:',
  codes: {
    BUILD_COMMAND_NOT_FOUND: {
      cause: 'the program that `build:` begins with is not on PATH',
      remedy: 'install it, or correct `build:`',
    },
    BUILD_COMMAND_FAILED: {
      cause: 'the command ended with an error',
      remedy: 'read its own words, shown with the error',
    },
    BUILD_OUTPUT_MISSING: {
      cause: 'the command, or the last stage of the container, left no executable',
      remedy: 'write it to the path in `OCHE_OUT`, or to `/bootstrap`',
    },
    SHELL_NOT_FOUND: {
      cause: '`build:` needs a POSIX shell, and there is none',
      remedy: "write it without pipes and lists, or install Git's `sh`",
    },
  },
} as const satisfies Area
