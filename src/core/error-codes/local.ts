import type { Area } from './area.ts'

export const local = {
  title: 'The local Lambda',
  codes: {
    PORT_IN_USE: {
      cause: 'another program listens on the port',
      remedy: 'choose another with `--port`; `0` takes a free one',
    },
    PORT_NOT_ALLOWED: {
      cause: 'this user may not listen on the port',
      remedy: 'choose one above 1023',
    },
    HOST_UNKNOWN: {
      cause: '`--host` is no address of this machine',
      remedy: 'correct it',
    },
    HOST_UNSUPPORTED: {
      cause:
        'this machine cannot run the function: neither arm64 nor x86_64, or a container builds it for Linux',
      remedy: 'build here, run elsewhere; or install the compiler',
    },
    LAYER_NOT_FOUND: {
      cause: '`layers:` names a folder that does not exist',
      remedy: 'correct it',
    },
    NOT_BUILT: {
      cause: 'a test asks for a function of the project that is not built for this machine',
      remedy: '`oche build`, with the `--arch` that it says',
    },
    FUNCTION_THROTTLED: {
      cause: 'the function runs as often as `reservedConcurrency` lets it',
      remedy: 'raise that, or wait',
    },
    INVOKE_REFUSED: {
      cause: 'the running `oche dev` does not take the event',
      remedy: '`oche invoke --local`',
    },
    RECORDING_GONE: {
      cause: 'an invocation is to be sent again of which not all is kept any more',
      remedy: 'send a newer one',
    },
    CONSOLE_PORT_IN_USE: {
      cause: "the port of `--console-port` is another program's",
      remedy: 'another port, or none',
    },
    CONSOLE_NOT_FOUND: {
      cause: "a call of the console's API is for something that is not there, or no more",
      remedy: 'reload the page',
    },
    CONSOLE_REFUSED: {
      cause: "a call of the console's API is malformed, has no token or comes from another page",
      remedy: 'open the address that `oche dev` prints',
    },
    LOCAL_CLOSED: {
      cause: '`oche/local` was asked after it was closed',
      remedy: 'start it again',
    },
  },
} as const satisfies Area
