/**
 * The site's pages by what somebody wants to do, each with its name in the list. Every page of docs/ but
 * the records of decisions stands here once.
 */
export const navigation = [
  {
    title: 'Start',
    pages: {
      'README.md': 'What Oche is',
      'docs/start-typescript.md': 'Start in TypeScript',
      'docs/start-dart.md': 'Start in Dart',
      'docs/new.md': 'New projects',
      'docs/migrating.md': 'Come from another tool',
      'docs/faq.md': 'Questions',
    },
  },
  {
    title: 'Guides',
    pages: {
      'docs/dev.md': 'Run it locally',
      'docs/console.md': 'See what runs',
      'docs/debugging.md': 'Debug',
      'docs/invoke.md': 'Send an event',
      'docs/testing.md': 'Test',
      'docs/build.md': 'Build',
      'docs/containers.md': 'Build in a container',
      'docs/packages.md': 'Use packages',
      'docs/apis.md': 'Several functions, one API',
      'docs/events.md': 'Queues, schedules, buckets',
      'docs/stages.md': 'Stages',
      'docs/secrets.md': 'Secrets',
      'docs/deploy.md': 'Deploy',
      'docs/automation.md': 'Deploy from a pipeline',
      'docs/logs.md': 'Read logs',
      'docs/rollback.md': 'Roll back',
      'docs/destroy.md': 'Take it away',
      'docs/export.md': 'SAM and Terraform',
      'docs/bench.md': 'Measure',
      'docs/completion.md': 'The tab key',
    },
  },
  {
    title: 'Dart',
    pages: {
      'docs/dart/README.md': 'Dart functions',
      'docs/dart/handlers.md': 'Handlers',
      'docs/dart/shelf.md': 'shelf',
      'docs/dart/dart-frog.md': 'dart_frog',
      'docs/dart/flutter.md': 'A Flutter app and its API',
      'docs/dart/testing.md': 'Test handlers',
      'docs/dart/aws-clients.md': 'AWS clients',
      'docs/dart/connections.md': 'Connections',
      'docs/dart/assets.md': 'Files',
      'docs/dart/sqlite.md': 'sqlite and build hooks',
      'docs/dart/memory.md': 'Memory',
      'docs/dart/migrating.md': 'From a script of your own',
    },
  },
  {
    title: 'Reference',
    pages: {
      'docs/reference/commands.md': 'Commands and flags',
      'docs/configuration.md': 'oche.yaml',
      'docs/reference/oche-yaml.md': 'Every key',
      'docs/reference/json.md': 'Results for scripts',
      'docs/runtime.md': 'oche/runtime',
      'docs/errors.md': 'Errors',
      'docs/iam.md': 'Permissions',
      'docs/limits.md': 'Limits',
      'docs/support.md': 'Supported, versions',
    },
  },
  {
    title: 'Understand',
    pages: {
      'docs/architecture.md': 'Architecture',
      'docs/local-lambda.md': 'The local Lambda',
      'docs/engines.md': 'Engines',
      'docs/security.md': 'Security model',
      'docs/pricing.md': 'What it costs',
      'docs/decisions/README.md': 'Decisions',
      'bench/README.md': 'Benchmarks',
      'SECURITY.md': 'Report a vulnerability',
      'CONTRIBUTING.md': 'Work on Oche',
      'CHANGELOG.md': 'Changes',
    },
  },
]

/** Paths in the order in which they are read. */
export const order = navigation.flatMap(({ pages }) => Object.keys(pages))

export const labels = Object.assign({}, ...navigation.map(({ pages }) => pages))
