/** Pages whose lines are typed, in the order of a project's life. */
export const PAGES: readonly string[] = [
  'docs/build.md',
  'docs/invoke.md',
  'docs/console.md',
  'docs/deploy.md',
  'docs/logs.md',
  'docs/rollback.md',
  'docs/events.md',
  'docs/export.md',
  'docs/automation.md',
  'docs/destroy.md',
]

/** Pages that are not typed line by line, and why. */
export const LEFT_PAGES: ReadonlyMap<string, string> = new Map([
  [
    'docs/start-typescript.md',
    'typed block by block; package.suite.ts builds and deploys such a project',
  ],
  ['docs/start-dart.md', 'tests/suites/dart/hour.suite.ts'],
  [
    'docs/bench.md',
    'takes minutes: tests/suites/cli/bench.suite.ts, tests/suites/deploy/bench.suite.ts',
  ],
  ['docs/pricing.md', 'tests/suites/deploy/bench.suite.ts'],
  ['docs/stages.md', 'tests/suites/deploy/stages.suite.ts'],
  [
    'docs/migrating.md',
    'src/cli/commands/new/existing/ and tests/suites/deploy: what is there already',
  ],
  ['docs/new.md', 'tests/suites/hour/templates.suite.ts, tests/new.test.ts'],
  ['docs/containers.md', 'the suite container'],
  ['docs/engines.md', 'builds the engine: the suite engine'],
  ['docs/dev.md', 'the AWS CLI: the suite callers'],
  ['docs/local-lambda.md', 'the AWS CLI: the suite callers'],
  ['docs/debugging.md', 'the suite debug'],
  ['docs/apis.md', 'changes the account: no server here has that call'],
])

/** What has been deployed before a line means anything. */
export const BEFORE: ReadonlyMap<string, readonly string[]> = new Map([
  ['oche rollback previous', ['oche deploy']],
  ['oche rollback 3 --function items', ['oche deploy items', 'oche deploy items']],
])

/** Lines that are not typed, and why. */
export const LEFT: ReadonlyMap<string, string> = new Map([
  [
    'npm install --no-save --force @img/sharp-linux-arm64 @img/sharp-libvips-linux-arm64',
    'the suite packages installs them',
  ],
  ['dart pub global activate native_stack_traces', 'needs the SDK of Dart'],
  [
    'dart pub global run native_stack_traces:decode translate -d .oche/api/arm64/bootstrap.symbols < stack.txt',
    'needs the SDK of Dart',
  ],
  ['oche logs -f', 'goes on until it is stopped: tests/support/interrupting.ts'],
  ['oche destroy', 'asks: tests/suites/deploy/question.suite.ts'],
  ['oche destroy old-name', 'of a function that is no more: tests/suites/deploy/stages.suite.ts'],
])
