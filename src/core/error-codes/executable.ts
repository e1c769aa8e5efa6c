import type { Area } from './area.ts'

export const executable = {
  title: 'The executable',
  codes: {
    NOT_EXECUTABLE: {
      cause: '`bootstrap` is nothing that Linux starts',
      remedy: 'let the compiler target Linux and link an executable',
    },
    WRONG_ARCHITECTURE: {
      cause: 'an executable, a library or an addon is built for another machine',
      remedy: 'build for `arch:`, or change that',
    },
    WRONG_NODE: {
      cause: 'a native addon is compiled for another line of Node.js than the function has',
      remedy:
        'install its package with that line, or give the function yours: `npm install --save-dev node@24`',
    },
    WRONG_INTERPRETER: {
      cause: "it asks for a dynamic linker that Lambda does not have, such as musl's",
      remedy: 'link it statically, or with glibc',
    },
    GLIBC_TOO_NEW: {
      cause: 'it needs a newer glibc than provided.al2023 has',
      remedy: 'link statically, or build on an older system (`oche build --container`)',
    },
    LIBSTDCXX_TOO_NEW: {
      cause: 'it needs a newer libstdc++',
      remedy: 'link that statically',
    },
    LIBRARY_MISSING: {
      cause: 'it needs a library that neither Lambda nor the package has',
      remedy: 'link statically, or put it into the package under `lib/`',
    },
    SCRIPT_INTERPRETER: {
      cause:
        '`bootstrap` is a script for an interpreter that Lambda does not have, or its first line ends in CR LF',
      remedy: 'use `#!/bin/sh`, and LF',
    },
  },
} as const satisfies Area
