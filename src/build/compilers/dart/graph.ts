/** `.dart_tool/package_graph.json`, which `dart pub get` writes since Dart 3.7, as far as it is read here. */
export interface PackageGraph {
  packages: { name: string; dependencies?: string[] }[]
}

/**
 * The packages that a program of `root` consists of: without what only its tests and tools need.
 *
 * @returns names, `root` included
 */
export function programPackages(root: string, { packages }: PackageGraph): Set<string> {
  const dependencies = new Map(packages.map(({ name, dependencies: of = [] }) => [name, of]))
  const found = new Set([root])
  // A set that grows is walked to its end.
  for (const name of found) for (const next of dependencies.get(name) ?? []) found.add(next)
  return found
}
