import type { Area } from './area.ts'

export const bench = {
  title: 'Bench',
  codes: {
    BENCH_FUNCTION_FAILED: {
      cause: 'the function answers the event of `oche bench` with an error',
      remedy: 'see what it is: `oche invoke --local`; or give another `--event`',
    },
    BENCH_NOT_COMPARABLE: {
      cause:
        'the earlier report is of another machine, function, event or engine, the machine itself was faster or slower, or there were too few rounds',
      remedy: 'measure both as the error says',
    },
    BENCH_NO_REPORT: {
      exits: [4],
      cause:
        'Lambda answered an invocation without a REPORT line, which 4 KB of other lines can push out',
      remedy: 'let the function write less',
    },
    BENCH_PRICES_INVALID: {
      cause: 'the file behind `--prices` is no table of prices',
      remedy: 'as the error shows',
    },
    COPY_CODE_UNREADABLE: {
      exits: [4],
      cause: 'the code of the deployed function could not be fetched, or was replaced meanwhile',
      remedy: 'run it again',
    },
    BENCH_REPORT_UNREADABLE: {
      cause: 'the file behind `--compare` cannot be read, or is no report of `oche bench`',
      remedy: 'write one: `oche bench --save <file>`',
    },
  },
} as const satisfies Area
