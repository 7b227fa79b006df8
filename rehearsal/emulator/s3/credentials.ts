import { randomBytes } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials; a request must then carry it. */
  readonly sessionToken?: string;
}

/** Credentials that nobody else has: `AKIA`, a person's; `ASIA`, temporary ones, as a role has them. */
export function newCredentials(kind: 'AKIA' | 'ASIA'): Credentials {
  return {
    accessKeyId: kind + randomBytes(8).toString('hex').toUpperCase(),
    secretAccessKey: randomBytes(30).toString('base64'),
    ...(kind === 'ASIA' && { sessionToken: randomBytes(90).toString('base64') }),
  };
}
