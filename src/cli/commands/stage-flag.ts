import type { Project } from '../../core/project.ts'

/** What a hint has to say behind a command, so that it is about the same stage. */
export function stageFlag({ stage }: Pick<Project, 'stage'>): string {
  return stage === undefined ? '' : ` --stage ${stage}`
}
