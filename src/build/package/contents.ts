import { statSync } from 'node:fs'
import { limits } from '../../contract/limits.ts'
import { OcheError } from '../../core/errors.ts'
import type { PackageFile } from './types.ts'

/**
 * Joins the parts of a package.
 *
 * @throws OcheError `PACKAGE_CONFLICT`, `PACKAGE_TOO_LARGE`
 */
export function packageContents(...parts: readonly (readonly PackageFile[])[]): PackageFile[] {
  const files = new Map<string, PackageFile>()
  for (const file of parts.flat()) {
    const other = files.get(file.name)
    if (other !== undefined && other.file !== file.file) throw conflict(file, other)
    files.set(file.name, file)
  }
  const all = [...files.values()]
  checkSize(all)
  return all
}

function conflict({ name, file }: PackageFile, other: PackageFile): OcheError {
  return new OcheError('PACKAGE_CONFLICT', `two files want to be ${name} in the package`, {
    remedy: 'Give one of them another name by "to:" under "include:" in oche.yaml.',
    detail: [other.file, file].join('\n'),
  })
}

function checkSize(files: readonly PackageFile[]): void {
  const sizes = files.map(({ name, file }) => ({ name, bytes: statSync(file).size }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total <= limits.unzippedBytes) return
  const largest = sizes.toSorted((a, b) => b.bytes - a.bytes).slice(0, 5)
  throw new OcheError(
    'PACKAGE_TOO_LARGE',
    `the package has ${total} bytes unzipped; Lambda allows ${limits.unzippedBytes} (250 MB), layers included`,
    {
      remedy: 'Include less, or read large files from S3 when the function starts.',
      detail: `The largest files:\n${largest.map(({ name, bytes }) => `  ${bytes}  ${name}`).join('\n')}`,
    },
  )
}
