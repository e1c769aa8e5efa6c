import type { Application } from '../model/place.ts'

/** Layers take no tags: whose a version is, and what is in it, its description says. */
export function layerDescription(application: Application, digest: string): string {
  return `${ownerText(application)}${digest.slice(0, 32)})`
}

export function isOurLayer(application: Application, description: string): boolean {
  return description.startsWith(ownerText(application))
}

function ownerText({ name, stage }: Application): string {
  const stageText = stage === undefined ? '' : `, stage ${stage}`
  return `made by oche for ${name}${stageText} (content: `
}
