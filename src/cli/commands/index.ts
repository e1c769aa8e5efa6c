import { benchCommand } from './bench/command.ts'
import { buildCommand } from './build/command.ts'
import { cleanCommand } from './clean/command.ts'
import { completionCommand } from './completion/command.ts'
import { deployCommand } from './deploy/command.ts'
import { destroyCommand } from './destroy/command.ts'
import { devCommand } from './dev/command.ts'
import { doctorCommand } from './doctor/command.ts'
import { exportCommand } from './export/command.ts'
import { invokeCommand } from './invoke/command.ts'
import { logsCommand } from './logs/command.ts'
import { newCommand } from './new/command.ts'
import { rollbackCommand } from './rollback/command.ts'
import { statusCommand } from './status/command.ts'
import type { Command } from './command.ts'

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  newCommand,
  devCommand,
  invokeCommand,
  buildCommand,
  benchCommand,
  deployCommand,
  statusCommand,
  logsCommand,
  rollbackCommand,
  destroyCommand,
  exportCommand,
  doctorCommand,
  cleanCommand,
  completionCommand,
]
