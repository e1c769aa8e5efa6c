import { OcheError } from '../../../core/errors.ts'
import { runTool } from '../../process/run.ts'
import { which } from '../../process/which.ts'

export const ENGINES = ['docker', 'podman', 'finch', 'nerdctl', 'buildah'] as const
export type EngineName = (typeof ENGINES)[number]

export interface ContainerEngine {
  name: EngineName
  command: string
}

/** What an engine answers with only where it is ready to build. */
const PROBES: Record<EngineName, string[]> = {
  docker: ['version', '--format', '{{.Server.Version}}'],
  podman: ['info', '--format', '{{.Host.Arch}}'],
  finch: ['info'],
  nerdctl: ['info'],
  buildah: ['info'],
}

/** How an engine that is installed is got to run. */
const START: Record<EngineName, string> = {
  docker: 'Start Docker Desktop, or type: sudo systemctl start docker',
  podman: 'Type: podman machine start (Linux: podman info says what is wrong)',
  finch: 'Type: finch vm start',
  nerdctl: 'Type: sudo systemctl start containerd buildkit',
  buildah: 'Type: buildah info, which says what is wrong',
}

export interface EngineState {
  engine: ContainerEngine
  /** What it says of itself where it is not ready. */
  problem: string | undefined
}

/** Every engine on PATH, asked whether it is ready. */
export async function engineStates(signal?: AbortSignal): Promise<EngineState[]> {
  const engines = ENGINES.flatMap((name) => {
    const command = which(name)
    return command === undefined ? [] : [{ name, command }]
  })
  return Promise.all(
    engines.map(async (engine) => {
      const probe = { file: engine.command, args: PROBES[engine.name], cwd: '.' }
      const { ok, output, failure } = await runTool(probe, signal)
      return { engine, problem: ok ? undefined : output || failure }
    }),
  )
}

/**
 * The first engine that is ready.
 *
 * @param need why a container is needed, and what makes it needless, for the message
 * @throws OcheError `CONTAINER_ENGINE_MISSING`, `CONTAINER_ENGINE_DOWN`
 */
export async function findEngine(
  { why, instead }: { why: string; instead?: string | undefined },
  signal?: AbortSignal,
): Promise<ContainerEngine> {
  const remedyOf = (remedy: string) =>
    instead === undefined ? remedy : `${instead}. Or: ${remedy}`
  const states = await engineStates(signal)
  const ready = states.find(({ problem }) => problem === undefined)
  if (ready !== undefined) return ready.engine
  const [first] = states
  if (first === undefined) {
    throw new OcheError(
      'CONTAINER_ENGINE_MISSING',
      `a container is needed (${why}), and none of ${ENGINES.join(', ')} is on PATH`,
      {
        remedy: remedyOf(
          'Install Docker (https://docs.docker.com/get-docker) or Podman (https://podman.io).',
        ),
      },
    )
  }
  throw new OcheError(
    'CONTAINER_ENGINE_DOWN',
    `a container is needed (${why}), and ${first.engine.name} is installed but not running`,
    { remedy: remedyOf(startRemedy(first.engine.name)), detail: lastLines(first.problem ?? '') },
  )
}

export function startRemedy(name: EngineName): string {
  return START[name]
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join('\n')
}
