export interface PolicyDocument {
  Version: string
  Statement: readonly Record<string, unknown>[]
}
