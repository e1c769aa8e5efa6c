import type { Architecture } from './config/schema.ts'

/** What a build leaves and a deploy takes. */
export interface Artifact {
  function: string
  arch: Architecture
  /** Absolute path of the executable called `bootstrap`. */
  executable: string
  /** Absolute path of the zip that Lambda takes. */
  zip: string
  /** Size of the executable in bytes. */
  bytes: number
  /** Size of the zip in bytes. */
  zipBytes: number
  /** Of the zip, in hex. */
  sha256: string
  /**
   * Absolute path of a file with the names for stack traces; absent where they are in the executable.
   */
  symbols?: string
  /** True where nothing had changed and an earlier build was answered with. */
  cached: boolean
}

/** A folder of the project's as a layer that Lambda takes. */
export interface LayerArtifact {
  /** As seen from the project's folder, see `layerFolder`. */
  folder: string
  /** Absolute path of the zip. */
  zip: string
  /** Size of the zip in bytes. */
  zipBytes: number
  /** Size of its files in bytes. */
  bytes: number
  /** Of the zip, in hex. */
  sha256: string
}
