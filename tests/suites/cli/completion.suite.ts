import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program, workspace, type Workspace } from '../../support/cli.ts'

const YAML = `functions:
  items: { source: api.ts, description: What there is to buy }
  orders: { source: api.ts }
stages: { dev: {}, prod: {} }
`

/** What is typed, and what of it has to be offered. */
const CASES: [line: string, offered: string[]][] = [
  ['oche dep', ['deploy']],
  ['oche deploy ', ['items', 'orders']],
  ['oche deploy it', ['items']],
  ['oche deploy --dry', ['--dry-run']],
  ['oche deploy --stage ', ['dev', 'prod']],
  ['oche invoke items --event sq', ['sqs']],
  ['oche invoke items --event mi', ['mine']],
  ['oche rollback --function o', ['orders']],
  ['oche rollback p', ['previous']],
  ['oche export t', ['terraform']],
]

let folder: Workspace
beforeAll(() => {
  folder = workspace({ 'oche.yaml': YAML, 'api.ts': '', 'events/items/mine.json': '{}' }, false)
  folder.write('bin/oche', `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`)
  chmodSync(join(folder.path, 'bin/oche'), 0o755)
})
afterAll(() => folder.remove())

const isThere = (shell: string) => spawnSync(shell, ['--version']).status === 0

function shell(command: string, args: string[]): string[] {
  const env = { ...process.env, PATH: `${join(folder.path, 'bin')}:${process.env['PATH']}` }
  const text = execFileSync(command, args, { cwd: folder.path, env, encoding: 'utf8' })
  return text.split(/\s*\n/).filter(Boolean)
}

/** Sources the script as a .bashrc does, and does what the tab key does. */
const BASH = `source <(oche completion bash)
line=$1; read -ra COMP_WORDS <<< "$line"
[[ $line == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_oche; printf '%s\\n' "\${COMPREPLY[@]}"`

/** A terminal in which zsh's own line editor lists what it offers. */
const ZSH = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1=; autoload -Uz compinit; compinit -u -d $PWD/zcompdump; source <(oche completion zsh)"
zpty -w z "LISTMAX=0; bindkey '^T' list-choices; echo rea''dy"
zpty -r z out '*ready*'
zpty -w -n z "$1"$'\\x14'
zpty -r z out "*$2*" && print -r -- "$out"
zpty -d z`

describe('completion', () => {
  it.each(CASES)('bash: %s', (line, offered) => {
    expect(shell('bash', ['--norc', '-c', BASH, 'bash', line])).toEqual(offered)
  })

  it.runIf(isThere('fish')).each(CASES)('fish: %s', (line, offered) => {
    const script = 'oche completion fish | source; complete -C "$argv[1]"'
    const lines = shell('fish', ['--no-config', '-c', script, line])
    expect(lines.map((one) => one.split('\t')[0])).toEqual(offered)
  })

  it.runIf(isThere('zsh')).each(CASES.slice(0, 5))('zsh: %s', (line, offered) => {
    const text = shell('zsh', ['-f', '-c', ZSH, 'zsh', line, offered.at(-1)!]).join('\n')
    expect(text).toContain(offered.at(-1))
  })

  it.runIf(isThere('pwsh')).each(CASES)('PowerShell: %s', (line, offered) => {
    const script = `oche completion powershell | Out-String | Invoke-Expression
(TabExpansion2 -inputScript '${line}' -cursorColumn ${line.length}).CompletionMatches.CompletionText`
    expect(shell('pwsh', ['-NoProfile', '-Command', script])).toEqual(offered)
  })
})
