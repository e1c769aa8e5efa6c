import type { Area } from './area.ts'

export const containers = {
  title: 'Containers',
  codes: {
    CONTAINER_ENGINE_MISSING: {
      cause: 'a container is needed, and neither Docker nor another engine is installed',
      remedy: 'install one',
    },
    CONTAINER_ENGINE_DOWN: {
      cause: 'the engine is installed and not running',
      remedy: 'start it',
    },
    CONTAINERFILE_MISSING: {
      cause: '`--container` without a Containerfile, for something other than Dart',
      remedy: 'write one whose last stage holds `/bootstrap`',
    },
    CONTAINER_BUILD_FAILED: {
      cause: 'the build inside the container failed, or its image could not be fetched',
      remedy: 'read its own words, shown with the error; an image needs the network once',
    },
    CONTAINER_OUTSIDE: {
      cause:
        'a package that the project uses is outside of its folder, which a container does not see',
      remedy: 'install a Dart SDK, or write a Containerfile',
    },
    EMULATOR_MISSING: {
      cause: 'the container runs programs for the other architecture',
      remedy: 'install an emulator, or compile across; see [containers](containers.md)',
    },
  },
} as const satisfies Area
