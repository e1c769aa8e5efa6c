import { isCollection, isScalar, parseDocument, visit } from 'yaml'

/**
 * YAML as plain values; what has one of CloudFormation's tags (`!Ref`) becomes an object, as its long
 * form is. Undefined where it is no YAML.
 */
export function readYaml(text: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent', merge: true })
  if (document.errors.length > 0) return undefined
  visit(document, {
    Node(_, node) {
      if (!node.tag?.startsWith('!') || node.tag.startsWith('!!')) return undefined
      if (!isScalar(node) && !isCollection(node)) return undefined
      const argument = isScalar(node) ? String(node.value) : true
      return document.createNode({ [node.tag]: argument })
    },
  })
  return document.toJS()
}
