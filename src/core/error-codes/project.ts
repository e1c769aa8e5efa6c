import type { Area } from './area.ts'

export const project = {
  title: 'Project and oche.yaml',
  codes: {
    CWD_NOT_FOUND: {
      cause: 'the folder behind `--cwd` does not exist',
      remedy: 'correct `--cwd`',
    },
    CONFIG_NOT_FOUND: {
      cause: 'the file behind `--config` does not exist',
      remedy: 'correct `--config`, or leave it out',
    },
    CONFIG_AMBIGUOUS: {
      cause: 'there are `oche.yaml` and `oche.yml`',
      remedy: 'delete one, or name one with `--config`',
    },
    CONFIG_MISNAMED: {
      cause: 'a file is called as if it were the configuration, and is not read',
      remedy: 'call it `oche.yaml`, or name it with `--config`',
    },
    CONFIG_UNREADABLE: {
      cause: "the configuration cannot be read: a folder, or not this user's",
      remedy: 'make it a file that this user may read',
    },
    CONFIG_SYNTAX: {
      cause: 'the configuration is no YAML',
      remedy: 'correct the line that is named',
    },
    CONFIG_INVALID: {
      cause: 'a key or value that is unknown, or that AWS would refuse',
      remedy: 'correct it at the place that is named; see [configuration](configuration.md)',
    },
    ENVIRONMENT_MISSING: {
      cause: '`${env:NAME}` names a variable that is not set',
      remedy: 'set it in the shell that runs Oche, or in `.env`',
    },
    ENV_FILE_UNREADABLE: {
      cause: "the file behind `--env-file` is not there, or `.env` is not this user's",
      remedy: 'correct `--env-file`, or make it a file that this user may read',
    },
    ENVIRONMENT_TOO_LARGE: {
      cause: "with its references filled in, `environment` has more than Lambda's 4 KB",
      remedy: 'keep large values elsewhere, such as in SSM or S3',
    },
    FUNCTION_UNKNOWN: {
      cause: 'the project, or the local Lambda, has no function of that name or no such qualifier',
      remedy: 'correct the name; the ones there are stand below the error',
    },
    REFERENCE_MISSING: {
      cause:
        'AWS has no such parameter or secret here, or the secret no such key; told before anything is built',
      remedy: 'make it, or correct the reference; see [secrets](secrets.md)',
    },
    REFERENCE_NOT_READ: {
      cause:
        '`${ssm:…}` or `${secret:…}` where AWS is not asked: in a name, a source, or an endpoint of `oche dev`',
      remedy: 'write the value, `${env:NAME}`, or what differs into a [stage](stages.md)',
    },
    STAGE_UNKNOWN: {
      cause: '`--stage` names a stage that `oche.yaml` does not have',
      remedy: 'correct it; the nearest one is named. See [stages](stages.md)',
    },
    SOURCE_NOT_FOUND: {
      cause: '`source:` names no file, or none of the usual files is there',
      remedy: 'correct `source:`, or write one of the files that are named',
    },
    SOURCE_UNKNOWN: {
      cause: 'the source is neither TypeScript nor Dart',
      remedy: 'correct `source:`, or name a compiler by `build:`',
    },
  },
} as const satisfies Area
