import type { Area } from './area.ts'

export const dart = {
  title: 'Dart',
  codes: {
    PUBSPEC_NOT_FOUND: {
      cause: 'the source is in no Dart package',
      remedy: '`dart create`, or `oche new <name> --lang dart`',
    },
    DART_BROKEN: {
      cause: '`dart --version` does not name a version',
      remedy: 'install the SDK anew',
    },
    DART_DOWNLOAD_FAILED: {
      cause:
        'Dart fetches packages, and once for each target what it compiles with; neither the network nor a proxy let it',
      remedy:
        'reach `pub.dev` and `storage.googleapis.com`, set `HTTPS_PROXY`, or `oche build --container`',
    },
    DART_NOT_DEBUGGABLE: {
      cause:
        '`--inspect` for a program that is compiled ahead of time: with `--release`, with build hooks, or without an SDK in a container',
      remedy: 'leave one of them out; install the Dart SDK',
    },
    DART_OPTION_UNSUPPORTED: {
      cause: 'an option under `dart:` for a program with build hooks',
      remedy: 'leave it out: `dart build cli` takes none',
    },
    DART_PACKAGES_DAMAGED: {
      cause: '`.dart_tool/package_config.json` cannot be read',
      remedy: '`dart pub get`',
    },
    DART_TOO_OLD: {
      cause: 'the SDK is older than `environment: sdk:` in `pubspec.yaml` admits',
      remedy: 'update the SDK, or `oche build --container`',
    },
    BUNDLE_UNKNOWN: {
      cause: '`dart build cli` made no program of the expected name',
      remedy: "name the program's file by `source:`",
    },
  },
} as const satisfies Area
