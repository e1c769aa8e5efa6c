export { build, buildForHost } from './build.ts'
export { openArtifact } from './package/artifact.ts'
export { checkToolchains } from './toolchain/check.ts'
export type { BuildOptions, HostBuild } from './types.ts'
