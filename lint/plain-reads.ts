import { base } from './path.ts';
import type { ShellWord } from './shell/words.ts';
import type { NamedFile } from './stage-files.ts';

const READERS =
  /^(cat|diff|cmp|sort|wc|jq|yq|head|tail|uniq|cut|paste|join|comm|sha256sum|md5sum|zcat|gunzip|unzip|zstd|xz|xmllint|base64|tac|nl|column|csvcut|gnuplot)$/;
/** Programs of which `-f` names what they read; of `tar`, where it does not write. */
const READS_FILE =
  /^(psql|pgbench|pg_restore|tar|awk|gawk|sed|jq|grep|egrep|make|kubectl|docker|podman|docker-compose|locust|pip|pip3|duckdb)$/;
const INPUT_OPTION =
  /^--?(i|in|input|inputs|input-file|infile|data|data-dir|dataset|datadir|file|from|source|src|queries|query-file|sql|sql-file|reference|expected|golden|ground-truth|fixtures?|params-file|settings|var-file|corpus|config|conf|manifest|manifest-path|scenario|workload|schema|model|weights|baseline|env-file)(=|$)/;

/** It is plainly read: behind `<`, by a program that only reads, or after an option that says so. */
export function reads({ path, place, command }: NamedFile): boolean {
  const { words, redirects, text } = command;
  const isHere = ({ start, end }: { start: number; end: number }) => {
    const { source, range } = text.placeOf(start, end);
    return source.path === place.source.path && range.start === place.range.start;
  };
  if (redirects.some(({ operator, target }) => operator === '<' && isHere(target))) return true;
  const at = words.findIndex(isHere);
  if (at <= 0 || /\/$/.test(path)) return false;
  const program = base(words[0]?.value ?? '');
  if (/^[jy]q$/.test(program) && at === filterOf(words)) return false;
  if (READERS.test(program) || program === 'dd' || (program === 'curl' && /^(?:\S*=)?@/.test(words[at]?.value ?? '')))
    return true;
  // What stands behind `-f` is read by these alone.
  if (/^(-[a-zA-Z]*f|--file|-r|--requirement)$/.test(words[at - 1]?.value ?? '') && READS_FILE.test(program))
    return program !== 'tar' || !/^-?[a-zA-Z]*[cru]/.test(words[1]?.value ?? '');
  return INPUT_OPTION.test(words[at - 1]?.value ?? '') || INPUT_OPTION.test(words[at]?.value ?? '');
}

/** Which word of `jq -r --arg w x .a file` is the filter; none where it is in a file. */
function filterOf(words: readonly ShellWord[]): number | undefined {
  for (let at = 1; at < words.length; at++) {
    const value = words[at]!.value ?? '';
    if (/^(-f|--from-file)$/.test(value)) return undefined;
    if (!value.startsWith('-')) return at;
    if (/^--(arg|argjson|slurpfile|rawfile|argfile)$/.test(value)) at += 2;
    else if (/^(--indent|-L)$/.test(value)) at += 1;
  }
  return undefined;
}
