/** What something is called in AWS: with a stage, its name ends in that. */
export function stagedName(name: string, stage: string | undefined): string {
  return stage === undefined ? name : `${name}-${stage}`
}

/** The name in oche.yaml of what AWS knows with its stage. */
export function unstagedName(name: string, stage: string | undefined): string {
  const ending = `-${stage}`
  return stage !== undefined && name.endsWith(ending) ? name.slice(0, -ending.length) : name
}
