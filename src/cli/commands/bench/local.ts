import { randomInt } from 'node:crypto'
import { measure, type Candidate, type Plan, type Report } from '../../../bench/index.ts'
import { selectFunctions } from '../../../core/project.ts'
import { checkFunctions } from '../../../local/index.ts'
import { ownVersion } from '../../../core/own-package.ts'
import type { CommandContext } from '../context.ts'
import { localFunction } from '../../../local/project/function.ts'
import { localAws } from '../local-aws.ts'
import { readEvents } from './events.ts'
import { Made } from './made.ts'
import { variantsOf } from './variants.ts'

const ROUNDS = 10
const INVOCATIONS = 200

/** Is told what is going to be measured. @throws OcheError where that would be in vain */
export type OnPlan = (plan: Plan) => void

/** Measures functions on this machine. @throws OcheError */
export async function measureLocally(context: CommandContext, onPlan: OnPlan): Promise<Report> {
  const { args, env, reporter, signal } = context
  const rounds = args.integer('rounds', { min: 2, max: 1000 }) ?? ROUNDS
  const invocations = args.integer('invocations', { min: 5, max: 100_000 }) ?? INVOCATIONS
  const seed = args.integer('seed', { min: 0, max: 2 ** 31 - 1 }) ?? randomInt(2 ** 31)
  const project = context.loadProject()
  const functions = selectFunctions(project, args.positionals)
  const variants = variantsOf(args, functions)
  const locals = functions.map((fn) => localFunction(fn, project, env))
  checkFunctions(locals, project.root)
  const events = await readEvents(functions, project, context)
  const aws = await localAws(context, project)
  using made = await Made.of(variants, events, project, context)
  const { candidates, absent } = made
  return await reporter.step(`measuring ${namesOf(candidates)}`, (update) =>
    measure({
      ...aws,
      root: project.root,
      candidates,
      absent,
      eventNames: Object.fromEntries([...events].map(([fn, { name }]) => [fn, name])),
      rounds,
      invocations,
      seed,
      version: ownVersion(),
      signal,
      onPlan,
      onFault: (message) => reporter.warn(message),
      onRound: (round) => update(`measuring ${namesOf(candidates)}, round ${round} of ${rounds}`),
    }),
  )
}

function namesOf(candidates: readonly Candidate[]): string {
  return [...new Set(candidates.map((one) => one.function))]
    .map((fn) => {
      const own = candidates.filter((one) => one.function === fn)
      return `${fn} (${own.map(({ name }) => name).join(', ')})`
    })
    .join(', ')
}
