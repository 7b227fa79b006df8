/** Something that was wrong with a harness, or that a person must know of it. */
export interface Remark {
  /** `wrong`: it cost somebody time or data. `left`: it is not in the campaign. `moved`: another key says it now. */
  readonly kind: 'wrong' | 'left' | 'moved';
  readonly file: string;
  readonly line: number;
  readonly message: string;
  /** What it cost where it was found first. */
  readonly cost?: string;
  /** The finding of the campaign this project comes from: `F.5`. */
  readonly finding?: string;
  /** What is in its place now. */
  readonly now?: string;
}

/** Kinds of fault that harnesses share, with what each has cost. */
export const FAULTS = {
  order: { finding: 'F.5', cost: 'its data were not there, it exited 0, and the result was lost' },
  collision: { finding: 'F.6', cost: 'the second overwrote what the first had measured' },
  cut: { finding: 'F.6', cost: 'only the last lines of the log were left' },
  swallowed: { finding: 'F.8', cost: 'a failure that nobody saw' },
  toggle: { finding: 'F.9', cost: 'a command between the two failed unseen' },
  skip: { finding: 'F.5', cost: 'the stage passed without its work' },
  upload: { finding: 'F.8', cost: 'what was not uploaded was gone with the machine' },
  shutdown: { finding: 'F.8', cost: 'the machine went away whether or not the results were saved' },
  log: { finding: 'F.11', cost: 'a log that the user of the stage could not write ended the run' },
  ci: { finding: 'F.2', cost: 'paid time for what CI does for nothing' },
  untracked: { finding: 'F.16', cost: 'the file was on a laptop, and not on the box' },
  docker: { finding: 'F.15', cost: 'docker was out of reach of the session that had just been added to its group' },
  template: { finding: 'F.14', cost: 'Terraform ate a variable of the shell' },
  features: { finding: 'F.3', cost: 'each combination of features compiled everything again' },
  warmup: { finding: 'F.4', cost: 'the first of them paid for the build inside its measurement' },
  compile: { finding: 'F.1', cost: 'every boot compiled the same code again' },
  stamp: { cost: 'no stage could name what another had made, and no two runs could be compared' },
  secret: { cost: 'a credential in a file is one that many have' },
  glob: { finding: 'F.10', cost: 'the pattern itself was taken for a name, and the boot ended' },
} as const satisfies Record<string, { readonly finding?: string; readonly cost: string }>;

export type FaultKind = keyof typeof FAULTS;
