import { realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Finding, Fix } from '../lint/finding.ts';
import { count, countsText, type Findings } from '../report/findings.ts';
import { unifiedDiff } from '../report/unified-diff.ts';
import { positionAt } from '../schema/source.ts';
import type { CampaignFile } from './campaign-file.ts';
import type { Context } from './context.ts';
import type { Judgement } from './judge.ts';
import { type Mending, mend } from './mending.ts';
import { pathInRepository } from './ports/repository.ts';
import { replaceFile } from './replace-file.ts';
import { repositoryOf } from './repositories.ts';

/** Which fixes are meant, and what is to become of them. */
export interface FixesWanted {
  /** Show what would be written, and write nothing. */
  readonly diff: boolean;
  /** Show unsafe ones too; they are never written. */
  readonly unsafe: boolean;
}

/** `--fix`, `--diff` and `--unsafe` over the campaigns of one command. */
export class Fixing {
  readonly #context: Context;
  readonly #judgement: Judgement;
  readonly #wanted: FixesWanted;
  #fixed = 0;
  #files = 0;
  #shown = 0;
  /** What is shown, by absolute path: two campaigns may run the same script. */
  readonly #changes = new Map<
    string,
    { readonly root: string; readonly path: string; before: string; after: string }
  >();

  constructor(context: Context, judgement: Judgement, wanted: FixesWanted) {
    this.#context = context;
    this.#judgement = judgement;
    this.#wanted = wanted;
  }

  /** Fixes one campaign, and gives it as it now is. What came from stdin is given with its new text. Throws a `Refusal`. */
  async apply(file: CampaignFile): Promise<CampaignFile> {
    const { diff, unsafe } = this.#wanted;
    const path = pathInRepository(repositoryOf(dirname(file.path), this.#context), file.path);
    const isSafe = ({ safety }: Fix) => safety === 'safe';
    if (diff) {
      const mending = await this.#mend(file, fix => unsafe || isSafe(fix));
      this.#show(mending);
      return file;
    }
    const safe = await this.#mend(file, isSafe);
    const change = safe.texts.get(path);
    let now = file;
    if (change) {
      if (file.text === undefined) replaceFile(file.path, file.shown, change.before, change.after);
      else now = { ...file, text: change.after };
      this.#files++;
      this.#fixed += safe.fixed.length;
    }
    if (unsafe) this.#show(await this.#mend(now, () => true));
    return now;
  }

  /** Of all campaigns so far, as `git apply` takes it in `appliedIn`; empty where nothing would change. */
  get diff(): string {
    const base = this.#appliedIn;
    return [...this.#changes.values()]
      .map(({ root, path, before, after }) => unifiedDiff({ name: relative(base, join(root, path)), before, after }))
      .join('');
  }

  /** Here, unless something lies outside: then the repository's root. */
  get #appliedIn(): string {
    const here = realpathSync(this.#context.cwd);
    const outside = [...this.#changes.keys()].find(path => relative(here, path).startsWith('..'));
    return outside === undefined ? here : this.#changes.get(outside)!.root;
  }

  /** What was done, and what is left to do; `told` are the findings that are left. */
  summary(told: Findings): string {
    const fixes = (number: number) => `${number} ${number === 1 ? 'finding' : 'findings'}`;
    const files = (number: number) => (number === 1 ? '1 file' : `${number} files`);
    const left = countsText(count(told.findings));
    const done = this.#wanted.diff
      ? `would fix ${fixes(this.#shown)}; nothing is written`
      : `fixed ${fixes(this.#fixed)}${this.#files > 0 ? ` in ${files(this.#files)}` : ''}`;
    const rest = this.#wanted.diff ? 'there are now' : 'left:';
    const unsafe = told.findings.filter(({ fix }) => fix?.safety === 'unsafe').length;
    const hint =
      unsafe === 0
        ? ''
        : this.#wanted.unsafe
          ? this.#wanted.diff
            ? ''
            : `; ${this.#shown} of them shown as a diff, not written`
          : `, ${unsafe} with an unsafe fix: add --unsafe to see ${unsafe === 1 ? 'it' : 'them'}`;
    const elsewhere = relative(realpathSync(this.#context.cwd), this.#appliedIn);
    const where = elsewhere === '' ? '' : `; the diff is to be applied in ${elsewhere}`;
    return `${done}; ${rest} ${left === '' ? 'no findings' : left}${hint}${where}`;
  }

  async #mend(file: CampaignFile, wants: (fix: Fix) => boolean): Promise<Mending> {
    const { root } = repositoryOf(dirname(file.path), this.#context);
    const shown = [...this.#changes.values()].filter(change => change.root === root);
    const texts = new Map(shown.map(({ path, after }) => [path, after]));
    const mending = await mend(file, this.#context, { ...this.#judgement, texts }, wants);
    if (this.#context.verbose)
      for (const finding of mending.fixed) this.#context.note(`${this.#at(file, finding)}: ${finding.fix!.title}`);
    for (const { finding, error } of mending.refused)
      this.#context.note(
        `${this.#at(file, finding)}: left alone: ${finding.fix!.title}: then there would be ${error.rule}: ${error.message}`,
      );
    return mending;
  }

  #at(file: CampaignFile, { fix }: Finding): string {
    const { source, range } = fix!.edits[0]!.place;
    const path = pathInRepository(repositoryOf(dirname(file.path), this.#context), file.path);
    return `${source.path === path ? file.shown : source.path}:${positionAt(source, range.start).line}`;
  }

  #show({ fixed, texts, root }: Mending): void {
    this.#shown += fixed.length;
    for (const [path, { before, after }] of texts) {
      const known = this.#changes.get(join(root, path));
      this.#changes.set(join(root, path), { root, path, before: known?.before ?? before, after });
    }
  }
}
