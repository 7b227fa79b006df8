import type { Launch } from '../launcher.ts';

/** How a script gets to a box: the compiler makes the loader, which this room knows nothing of. */
export type DeliveredScript = (launch: Launch) => {
  /** Of the script, lower-case hex. */
  readonly sha256: string;
  /** The loader, for a script that lies at `url`; `delivery` names a delivery that may arrive twice. */
  readonly loader: (url: string, delivery?: string) => string;
};
