import { expect, it } from 'vitest'
import { parseCommandLine } from '../../arguments/parse.ts'
import { deployAgain } from './again.ts'

function again(line: string[], stage?: string, more?: string[]): string {
  const parsed = parseCommandLine(['deploy', ...line])
  return parsed.kind === 'run' ? deployAgain(parsed.args, { stage }, more) : ''
}

it('a dry run names the deploy that carries it out: the same functions and flags, without those of the dry run', () => {
  expect(again(['--dry-run'])).toBe('oche deploy')
  expect(
    again(['items', '--dry-run', '--fail-on-changes', '--adopt', '--json', 'jobs'], 'prod'),
  ).toBe('oche deploy items jobs --adopt --stage prod')
  expect(again(['--dry-run', '--artifact', 'my app/bootstrap', '--region=eu-west-1'])).toBe(
    'oche deploy --artifact "my app/bootstrap" --region eu-west-1',
  )
})

it('a plan that is cut names the dry run that shows all of it', () => {
  expect(again(['items', '--dry-run', '--format', 'markdown'], 'prod', ['--dry-run'])).toBe(
    'oche deploy items --dry-run --stage prod',
  )
})
