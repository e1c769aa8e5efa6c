import { OcheError } from '../../../../core/errors.ts'
import { notThere } from '../../../converge/not-there.ts'
import { poll } from '../../../converge/poll.ts'
import type { Context } from '../../../converge/resource.ts'
import type { Ground } from '../../../model/place.ts'

/** ACM mostly needs a few minutes from the record on. */
const MOST_SECONDS = 30 * 60
const INTERVAL = 5000

/**
 * Waits for the certificate of ours that a domain is to have.
 *
 * @returns its ARN
 * @throws OcheError `AWS_WAITED_TOO_LONG`, `CERTIFICATE_NOT_ISSUED`
 */
export async function untilIssued(context: Context<Ground>, name: string): Promise<string> {
  const { aws, facts, progress } = context
  const { certificate: CertificateArn } = facts
  if (CertificateArn === undefined) throw notThere('acm:ListCertificates', 'the certificate')
  const started = aws.clock.now()
  const waited = { for: `ACM to issue the certificate of ${name}`, seconds: MOST_SECONDS }
  return poll(aws, { ...waited, interval: INTERVAL }, async () => {
    const found = await aws.call(
      'acm:DescribeCertificate',
      { CertificateArn },
      { afterCreate: true },
    )
    const { Status, FailureReason } = found.Certificate ?? {}
    if (Status === 'ISSUED') return CertificateArn
    if (Status !== 'PENDING_VALIDATION') {
      throw notIssued(name, FailureReason ?? Status ?? 'nothing')
    }
    const minutes = Math.floor((aws.clock.now() - started) / 60_000)
    progress(`waiting for ${waited.for}${minutes > 0 ? `, ${minutes} min` : ''}`)
    return undefined
  })
}

function notIssued(name: string, why: string): OcheError {
  return new OcheError(
    'CERTIFICATE_NOT_ISSUED',
    `ACM does not issue a certificate of ${name}: ${why}`,
    {
      remedy:
        'Mostly it is a CAA record that allows others alone, or a domain whose name servers are not those of the hosted zone. Then type the command again: it requests another one.',
    },
  )
}
