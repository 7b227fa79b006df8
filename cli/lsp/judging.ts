import type { Connection, Diagnostic } from 'vscode-languageserver/node';
import { diagnosticsByFile } from '../../editor/diagnostics.ts';
import { toldOneByOne } from '../../report/findings.ts';
import type { Client } from './client.ts';
import type { Desk, Judged } from './desk.ts';
import { isCampaign, pathOf, type Sheets } from './sheets.ts';

export interface JudgingOptions {
  readonly connection: Connection;
  readonly sheets: Sheets;
  readonly desk: Desk;
  client(): Client;
}

/** Milliseconds without a letter typed, before a text is judged: what the last judgement took, within these bounds. */
const SHORTEST = 40;
const LONGEST = 500;

interface Desktop {
  readonly version: number;
  readonly study: Promise<Judged>;
}

/** Keeps what is known of each open campaign up to date, and tells the editor what the linter finds. */
export class Judging {
  readonly #options: JudgingOptions;
  readonly #studies = new Map<string, Desktop>();
  readonly #judgements = new WeakMap<Judged, Promise<void>>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Paths that the last judgement of each campaign looked at. */
  readonly #touched = new Map<string, ReadonlySet<string>>();
  /** By campaign, what it has told of which file. */
  readonly #told = new Map<string, ReadonlyMap<string, readonly Diagnostic[]>>();
  readonly #troubles = new Set<string>();
  #took = SHORTEST;
  #pageOf: (rule: string) => string | undefined = () => undefined;

  constructor(options: JudgingOptions) {
    this.#options = options;
  }

  /** What is known of an open campaign as it is now; absent for any other document. */
  async study(uri: string): Promise<Judged | undefined> {
    const document = this.#options.sheets.get(uri);
    if (!document || !isCampaign(uri)) return undefined;
    const known = this.#studies.get(uri);
    if (known?.version === document.version) return known.study;
    const study = this.#options.desk.study({ uri, path: pathOf(uri), text: document.getText() });
    this.#studies.set(uri, { version: document.version, study });
    const made = await study;
    this.#pageOf = made.pageOf;
    if (made.trouble !== undefined && !this.#troubles.has(made.trouble)) {
      this.#troubles.add(made.trouble);
      this.#options.connection.console.warn(made.trouble);
    }
    return made;
  }

  /** As `study`, judged by all rules; absent also where a newer text has come meanwhile. */
  async judged(uri: string): Promise<Judged | undefined> {
    const begun = Date.now();
    const study = await this.study(uri);
    // What has been typed meanwhile is taken in first.
    await new Promise(resolve => setImmediate(resolve));
    if (!study || !(await this.#isNow(uri, study))) return undefined;
    let judgement = this.#judgements.get(study);
    if (!judgement) {
      judgement = this.#judge(uri, study, begun);
      this.#judgements.set(study, judgement);
    }
    await judgement;
    return (await this.#isNow(uri, study)) ? study : undefined;
  }

  async #judge(uri: string, study: Judged, begun: number): Promise<void> {
    const { later } = await study.judge();
    if (await this.#isNow(uri, study)) this.#touched.set(uri, study.touched);
    this.#took = Date.now() - begun;
    later
      ?.then(async () => {
        if (!(await this.#isNow(uri, study))) return;
        await study.judge();
        if (await this.#isNow(uri, study)) this.#renew(uri, study);
      })
      .catch(this.#fault);
  }

  /** The rule's page, once a campaign has been read. */
  pageOf(rule: string): string | undefined {
    return this.#pageOf(rule);
  }

  edited(uri: string): void {
    if (isCampaign(uri)) this.#soon(uri, false);
    else this.#heldChanged(uri);
  }

  /** What was saved may also have changed what git says. */
  saved(_: string): void {
    for (const campaign of this.#options.sheets.campaigns()) this.#soon(campaign, true);
  }

  closed(uri: string): void {
    if (!isCampaign(uri)) {
      this.#heldChanged(uri);
      return;
    }
    clearTimeout(this.#timers.get(uri));
    for (const map of [this.#timers, this.#studies, this.#touched]) map.delete(uri);
    this.#tell(uri, new Map());
    this.#told.delete(uri);
  }

  /** Files have changed on disk (absolute paths). */
  changed(paths: readonly string[]): void {
    for (const [uri, touched] of this.#touched)
      if (paths.some(path => touched.has(path) || isGits(path))) this.#soon(uri, true);
  }

  /** Every path that some judgement looked at. */
  touched(): ReadonlySet<string> {
    return new Set([...this.#touched.values()].flatMap(paths => [...paths]));
  }

  /** The diagnostics of a campaign for an editor that asks; what points into other files is told at once. */
  async pull(uri: string): Promise<readonly Diagnostic[]> {
    const study = await this.judged(uri);
    if (study) this.#tell(uri, byFile(study));
    return this.#told.get(uri)?.get(uri) ?? [];
  }

  /** Another file that the editor holds: it stands for what is on disk. */
  #heldChanged(uri: string): void {
    const path = pathOf(uri);
    if (path !== undefined) this.changed([path]);
  }

  #soon(uri: string, afresh: boolean): void {
    if (afresh) this.#studies.delete(uri);
    clearTimeout(this.#timers.get(uri));
    const delay = Math.min(LONGEST, Math.max(SHORTEST, this.#took));
    this.#timers.set(
      uri,
      setTimeout(() => {
        this.#timers.delete(uri);
        this.#push(uri, afresh).catch(this.#fault);
      }, delay),
    );
  }

  async #push(uri: string, afresh: boolean): Promise<void> {
    // An editor that asks does so by itself after a letter, but not after what happened elsewhere.
    if (this.#options.client().pulls) {
      if (afresh) await this.#options.connection.languages.diagnostics.refresh();
      return;
    }
    const study = await this.judged(uri);
    if (study) this.#tell(uri, byFile(study));
  }

  /** A judgement that was told is now told better. */
  #renew(uri: string, study: Judged): void {
    this.#tell(uri, byFile(study));
    if (this.#options.client().pulls) this.#options.connection.languages.diagnostics.refresh().catch(this.#fault);
  }

  #tell(uri: string, found: ReadonlyMap<string, readonly Diagnostic[]>): void {
    const files = new Set([...(this.#told.get(uri)?.keys() ?? []), ...found.keys()]);
    // Its own last: with it all is told.
    if (files.delete(uri)) files.add(uri);
    this.#told.set(uri, found);
    const { connection, sheets, client } = this.#options;
    for (const file of files) {
      if (client().pulls && isCampaign(file)) continue;
      // Two campaigns may run the same script.
      const diagnostics = [...this.#told.values()].flatMap(told => told.get(file) ?? []);
      const version = file === uri ? sheets.get(uri)?.version : undefined;
      connection
        .sendDiagnostics({ uri: file, diagnostics: distinct(diagnostics), ...(version !== undefined && { version }) })
        .catch(this.#fault);
    }
  }

  async #isNow(uri: string, study: Judged): Promise<boolean> {
    const known = this.#studies.get(uri);
    return (
      known !== undefined && known.version === this.#options.sheets.get(uri)?.version && (await known.study) === study
    );
  }

  readonly #fault = (error: unknown): void => {
    this.#options.connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
}

function byFile(study: Judged): ReadonlyMap<string, readonly Diagnostic[]> {
  return diagnosticsByFile(toldOneByOne(study.findings ?? []), study);
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map(one => [JSON.stringify(one), one])).values()];
}

/** What git writes when something is staged, committed, fetched or checked out. */
function isGits(path: string): boolean {
  return /\/\.git\/(?:index|HEAD|packed-refs|FETCH_HEAD|refs\/.*)$/.test(path);
}
