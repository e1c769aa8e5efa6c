import { parse } from 'yaml'
import { blocks } from '../../support/docs.ts'

const all = blocks.filter(({ at }) => at.startsWith('docs/automation.md'))

const fileOf = (name: string) => parse(all.find(({ file }) => file === name)!.text)

interface Job {
  steps: { uses?: string; with?: Record<string, string>; run?: string }[]
  environment?: string
}

interface Workflow {
  on: unknown
  permissions: Record<string, string>
  jobs: Record<string, Job>
}

/** What docs/automation.md shows. */
export const pullRequest: Workflow = fileOf('.github/workflows/pull-request.yml')
export const push: Workflow = fileOf('.github/workflows/deploy.yml')
export const gitlab: Record<'default' | 'plan' | 'deploy', Record<string, unknown>> = fileOf(
  '.gitlab-ci.yml',
)

/** Of the plain pipeline, and of how a role is made. */
export const shell = all.filter(({ language }) => language === 'sh').map(({ text }) => text)

/** Names of the action's inputs and outputs, in the order of the page's tables. */
export function namesIn(heading: string, page: string): string[] {
  const part = page.split(/^##+ /m).find((one) => one.startsWith(heading))!
  const cells = [...part.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, cell]) => cell!)
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
}
