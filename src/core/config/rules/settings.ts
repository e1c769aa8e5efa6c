import type { PlacedFunction } from '../functions.ts'
import { keyText, type Problem } from '../problem.ts'

/** Settings that mean nothing, or that AWS refuses, without another one. */
export function settingsRule({ keys, at }: PlacedFunction): Problem[] {
  const problem = (key: keyof typeof keys, message: string, remedy: string): Problem => ({
    path: at(key),
    message: `${keyText(at(key))}: ${message}`,
    remedy,
  })
  const { reservedConcurrency: reserved, provisionedConcurrency: provisioned } = keys
  const levels = (['logLevel', 'systemLogLevel'] as const).filter((key) => keys[key] !== undefined)
  return [
    ...(keys.logFormat === 'json' ? [] : levels).map((key) =>
      problem(
        key,
        'Lambda keeps lines by their level only where they are JSON',
        'Write "logFormat: json" beside it, or leave it out.',
      ),
    ),
    ...(keys.fileSystem !== undefined && keys.vpc === undefined
      ? [
          problem(
            'fileSystem',
            'a file system is reached through a VPC only',
            'Write "vpc:" with subnets and securityGroups beside it.',
          ),
        ]
      : []),
    ...(provisioned !== undefined && reserved !== undefined && provisioned > reserved
      ? [
          problem(
            'provisionedConcurrency',
            `${provisioned} are more than the ${reserved} of reservedConcurrency`,
            `Write at most ${reserved}, or reserve more.`,
          ),
        ]
      : []),
  ]
}
