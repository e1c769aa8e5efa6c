/** A file of the package. */
export interface PackageFile {
  /** Path in the package, with forward slashes. */
  name: string
  /** Absolute path of the file to read. */
  file: string
}
