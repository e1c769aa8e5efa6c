import { Residents } from '../../../build/index.ts'
import { endpointKinds } from '../../../contract/http/endpoints/index.ts'
import { EXIT } from '../../../core/errors.ts'
import { triggersOf } from '../../../core/config/events/triggers.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import { knownEvents, sourcesOf } from '../../../core/resolve-function.ts'
import { unsetTexts } from '../../../local/project/function.ts'
import { showError } from '../../output/failure.ts'
import type { CommandContext } from '../context.ts'
import { localAws } from '../local-aws.ts'
import { openInBrowser } from './console/browser.ts'
import { DevConsole } from './console/console.ts'
import { press, restartedText } from './keys/press.ts'
import { load, type Served } from './load.ts'
import { Program } from './program.ts'
import { announce, withdraw } from './running.ts'
import { Serving } from './serving.ts'
import { createView } from './view.ts'

const DEFAULT_PORT = 3000

/** Serves until it is interrupted; a changed configuration takes over on the same port. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output, reporter, keyboard, interrupt, signal, env } = context
  const concurrency = args.integer('concurrency', { min: 1, max: 1000 })
  const server = {
    host: args.text('host') ?? '127.0.0.1',
    allowedHosts: args.text('allow-host')?.split(',') ?? [],
    ...(concurrency !== undefined && { concurrency }),
    debugging: args.has('inspect'),
  }
  const port = args.integer('port', { min: 0, max: 65_535 }) ?? DEFAULT_PORT
  const page = args.has('no-console') ? undefined : new DevConsole()
  const consolePort = args.integer('console-port', { min: 0, max: 65_535 })
  // Mistakes in the configuration are told before anything asks for credentials.
  using residents = new Residents()
  const first = load(context, residents)
  const aws = await localAws(context, first.project)
  const serving = (served: Served): Serving => {
    const view = createView(output, {
      functions: served.locals.map(({ settings }) => settings.name),
      root: served.project.root,
      hasKeys: keyboard !== undefined,
    })
    return new Serving({
      served,
      server: { ...server, ...aws, recorder: page?.recording },
      builds: page?.builds,
      watch: !args.has('no-watch'),
      view,
      reporter,
      onSaved: (from, files) => program.saved(from, files),
      onConfigurationSaved: (from) => program.configurationSaved(from),
    })
  }
  let isConsoleTold = false
  // Whoever presses a key wants to see what it does, with --quiet too.
  const say = (text: string) => (output.quiet ? output.note(text) : reporter.info(text))
  const program = new Program({
    first: serving(first),
    port,
    signal,
    load: () => serving(load(context, residents)),
    announce: (current) => {
      tellReady(current, env, isConsoleTold ? undefined : page?.url)
      isConsoleTold = true
      page?.changed()
    },
    withdraw: ({ served }) => withdraw(served.project.root, process.pid),
    refused: (error, isTriedAgain) => {
      showError(error, output)
      if (isTriedAgain)
        output.note('What was served before goes on. A save tries the new configuration again.')
    },
    switching: () => output.note('The configuration has changed: starting anew.'),
    restarted: (ended) => say(restartedText(ended)),
  })
  const openConsole =
    page && (() => openInBrowser(page.ticketUrl(), () => say(`Open it by hand: ${page.url}`)))
  keyboard?.listen((key) => press(key, { output, say, program, openConsole, quit: interrupt }))
  try {
    await page?.start({
      port: consolePort,
      program,
      env,
      restarted: (ended) => say(restartedText(ended)),
      onBug: (message, stack) =>
        program.current.view.event({ type: 'bug', message: `console: ${message}`, stack }),
    })
    await program.run()
  } finally {
    keyboard?.close()
    await page?.close()
  }
  return EXIT.ok
}

function tellReady(
  { local, served, view }: Serving,
  env: NodeJS.ProcessEnv,
  console: string | undefined,
): void {
  const { project, locals, attach } = served
  announce(project.root, { url: local.url, pid: process.pid })
  if (locals.some(({ settings: { http } }) => wantsSignatures(http))) {
    view.note('access: iam is not enforced locally; callers need not sign.')
  }
  view.ready(
    local.url,
    locals.map(({ settings }) => ({
      name: settings.name,
      url: local.urls[settings.name],
      routes: settings.http.routes,
      triggers: triggersOf(knownEvents(settings, sourcesOf(project, env))),
    })),
    console,
  )
  for (const line of attach) view.note(line)
  for (const line of unsetTexts(locals)) view.note(line)
}

function wantsSignatures({ kind, access }: FunctionConfig['http']): boolean {
  return access === 'iam' && kind !== 'none' && endpointKinds[kind].hasSignatures
}
