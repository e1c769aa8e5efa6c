/** Each asks `oche completion words -- …`: a line for a candidate, its summary behind a tab. */
export const scripts = {
  bash: `_oche() {
  local line candidates=()
  while IFS= read -r line; do candidates+=("\${line%%$'\\t'*}"); done < <(
    oche completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null
  )
  COMPREPLY=("\${candidates[@]}")
}
complete -o default -F _oche oche
`,
  zsh: `#compdef oche
_oche() {
  local line
  local -a candidates
  while IFS= read -r line; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(oche completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then _describe oche candidates; else _files; fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _oche "$@"; else compdef _oche oche; fi
`,
  fish: `function __oche_words
  set -l words (commandline -opc)
  set -l typed (commandline -ct)
  oche completion words -- $words[2..-1] "$typed" 2>/dev/null
end
complete -c oche -f -a '(__oche_words)'
complete -c oche -l cwd -l config -l env-file -l artifact -l out -r -F
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName oche -ScriptBlock {
  param($word, $ast, $position)
  $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($word -eq '') { $words += '""' }
  # In quotes: npm's oche.ps1 would not get the dashes otherwise.
  oche completion words '--' @words 2>$null | ForEach-Object {
    $value, $summary = $_ -split "\`t", 2
    if (-not $summary) { $summary = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $summary)
  }
}
`,
} as const
