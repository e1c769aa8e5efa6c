import type { Area } from './area.ts'

export const packaging = {
  title: 'The package',
  codes: {
    INCLUDE_NOT_FOUND: {
      cause: '`include:` names nothing that exists',
      remedy: 'correct the path; it is relative to the folder of `oche.yaml`',
    },
    INCLUDE_EMPTY: {
      cause: 'a folder under `include:` has no file',
      remedy: 'correct it',
    },
    INCLUDE_OUTSIDE: {
      cause: 'a path under `include:` is outside of the project',
      remedy: 'copy it into the project',
    },
    INCLUDE_SYMLINK: {
      cause: 'a path under `include:` is a symbolic link',
      remedy: "put the file itself there; a package of npm's is packed by `external:`",
    },
    EXTERNAL_ENDLESS: {
      cause:
        'versions of packages that `external:` needs depend on one another crosswise: there is no folder that holds them all',
      remedy: '`npm dedupe`, or `overrides` in package.json',
    },
    EXTERNAL_NOT_FOUND: {
      cause: 'a package that `external:` names, or one that it needs, is not installed',
      remedy: '`npm install` it',
    },
    INCLUDE_SPECIAL: {
      cause: 'a socket, a device or the like is under `include:`',
      remedy: 'delete it, or include the files beside it',
    },
    INCLUDE_TARGET: {
      cause: '`to:` leads out of the package',
      remedy: 'name a path relative to its root',
    },
    PACKAGE_CONFLICT: {
      cause: 'two files would have the same name in the package',
      remedy: 'give one another name by `to:`',
    },
    PACKAGE_TOO_LARGE: {
      exits: [1, 4],
      cause: 'the package is larger than Lambda takes',
      remedy: 'include less; the largest files are listed',
    },
    ARTIFACT_NOT_FOUND: {
      cause: 'the file behind `--artifact` does not exist',
      remedy: 'correct it; `oche build` prints where it is',
    },
    ARTIFACT_NOT_A_ZIP: {
      cause: 'the zip behind `--artifact` cannot be unpacked',
      remedy: 'pack it again',
    },
    ARTIFACT_NO_BOOTSTRAP: {
      cause: 'the zip has no `bootstrap` at its root',
      remedy: 'pack it again without a folder around it',
    },
    ARTIFACT_NOT_EXECUTABLE: {
      cause: 'what is behind `--artifact` is no program, or may not be executed',
      remedy: '`chmod +x bootstrap`, and pack it again',
    },
  },
} as const satisfies Area
