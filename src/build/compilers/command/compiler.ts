import { chmodSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import type { Project } from '../../../core/project.ts'
import { NO_INPUTS } from '../../inputs/inputs.ts'
import { sourcesToWatch } from '../../inputs/watched.ts'
import { hostExecutable } from '../../paths.ts'
import { toolSignature, which } from '../../process/which.ts'
import type { Compiler } from '../../types.ts'
import { oneAtATime } from '../../process/queue.ts'
import { runCommand } from './run.ts'
import { commandVariables } from './variables.ts'

/** `build:` of oche.yaml: any compiler that leaves an executable. */
export function commandCompiler({ root }: Project, line: string): Compiler {
  return {
    route: undefined,
    identity: ['command', line, ...surroundings(line)],
    folders: [root],

    async compile({ arch, folder, signal, reporter }) {
      const output = join(folder, 'bootstrap')
      const variables = commandVariables(output, arch, 'linux')
      const onOutput = (text: string) => reporter.info(text)
      await oneAtATime(root, () => runCommand({ line, cwd: root, variables, signal, onOutput }))
      checkOutput(output, line)
      return { files: [{ name: 'bootstrap', file: output }] }
    },

    async compileForHost({ arch, folder, signal, reporter }) {
      const output = join(folder, hostExecutable)
      const variables = commandVariables(output, arch, process.platform)
      const onOutput = (text: string) => reporter.debug(text)
      const watched = await sourcesToWatch([root], signal)
      await oneAtATime(root, () => runCommand({ line, cwd: root, variables, signal, onOutput }))
      checkOutput(output, line)
      return { executable: output, inputs: { ...NO_INPUTS, files: await watched() } }
    },
  }
}

/** @throws OcheError `BUILD_OUTPUT_MISSING` */
function checkOutput(output: string, line: string): void {
  const stat = statSync(output, { throwIfNoEntry: false })
  if (stat?.isFile()) return chmodSync(output, 0o755)
  const what = stat === undefined ? 'wrote nothing to $OCHE_OUT' : 'made $OCHE_OUT a folder'
  throw new OcheError('BUILD_OUTPUT_MISSING', `"build: ${line}" ended well but ${what}`, {
    remedy: 'Let it write the executable to the path in OCHE_OUT, e.g. cc -o "$OCHE_OUT" main.c',
  })
}

/**
 * Variables that differ from one terminal to the next, or with time, and change no executable. Of all
 * others nobody knows whether a script reads them.
 */
const OF_THE_TERMINAL =
  /^(_|PWD|OLDPWD|SHLVL|TERM.*|COLORTERM|COLUMNS|LINES|LS_COLORS|WINDOWID|DISPLAY|(WAYLAND|SSH|GPG|TMUX|VSCODE|DBUS|ITERM|KONSOLE|KITTY|ALACRITTY|GHOSTTY|WT|VTE|GNOME|KDE|XDG_SESSION|npm|JOURNAL|SYSTEMD)_?.*|STY|INVOCATION_ID|INIT_CWD|(NO|FORCE)_COLOR|CLICOLOR.*|EDITOR|VISUAL|PAGER|LESS.*|HIST.*|OCHE_DEBUG|AWS_(ACCESS|SECRET|SESSION|SECURITY|CREDENTIAL).*)$/

/** Compilers that a script or a Makefile may call. */
const COMPILERS = ['cc', 'gcc', 'g++', 'clang', 'go', 'rustc', 'cargo', 'zig', 'swiftc', 'make']

/** What a command's result depends on besides the files: variables, and tools found on PATH. */
function surroundings(line: string): string[] {
  const flags = Object.entries(process.env).filter(([name]) => !OF_THE_TERMINAL.test(name))
  const named = line.split(/[\s"'=;&|()]+/).filter((word) => /^[\w.+-]+$/.test(word))
  const tools = [...new Set([...named, ...COMPILERS])].flatMap((name) => which(name) ?? [])
  return [
    ...flags.map(([name, value]) => `${name}=${value}`).toSorted(),
    ...tools.map(toolSignature),
  ]
}
