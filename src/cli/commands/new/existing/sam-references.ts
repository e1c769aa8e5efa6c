/** References that CloudFormation resolves, where `oche.yaml` has words for the same. */
export function samReference(text: string): string {
  return text
    .replaceAll(/\{\{resolve:ssm(?:-secure)?:([\w./-]+)\}\}/g, '${ssm:$1}')
    .replaceAll(
      /\{\{resolve:secretsmanager:([^:}]+)(?::SecretString(?::([^:}]+))?)?\}\}/g,
      (_, id: string, key?: string) => `\${secret:${id}${key === undefined ? '' : `#${key}`}}`,
    )
}
