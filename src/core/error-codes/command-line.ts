import type { Area } from './area.ts'

export const commandLine = {
  title: 'Command line',
  codes: {
    USAGE: {
      exits: [2],
      cause: 'an unknown command, flag or value, or flags that do not go together',
      remedy: 'type `oche <command> --help`',
    },
    EVENT_NOT_FOUND: {
      cause: 'what stands behind `--event` is neither JSON nor a file nor the name of a sample',
      remedy: 'correct it; `oche invoke --list-events` names the samples',
    },
    EVENT_NAME_INVALID: {
      cause: 'an event is to be saved by a name that is none for a file',
      remedy: 'letters, digits, `-`, `_` and dots',
    },
    EVENT_NOT_JSON: {
      cause: 'the event is no JSON',
      remedy: 'correct it at the place that is named',
    },
    EVENT_TOO_LARGE: {
      cause: 'the event has more bytes than Lambda takes',
      remedy: 'pass a reference, such as the key of an object in S3',
    },
    NODE_UNSUPPORTED: {
      cause: 'this Node.js is older than 20.19, or one of 21 to 22.1',
      remedy: 'install a newer one',
    },
    INTERRUPTED: {
      exits: [129, 130, 143],
      cause: 'Ctrl-C, or a signal; told with `--json` only',
      remedy: 'type it again',
    },
    FOLDER_NOT_EMPTY: {
      cause: '`oche new` would write into a folder that has files',
      remedy: 'choose another name',
    },
    CONFIG_EXISTS: {
      cause: '`oche new .` in a project that has an `oche.yaml`',
      remedy: 'edit it, or delete it before',
    },
    OUT_NOT_WRITABLE: {
      cause:
        'the file behind `--out` or `--save` cannot be written, or that of `--save` is there already',
      remedy: 'name a file in a folder that exists; for `--save` a new one',
    },
  },
} as const satisfies Area
