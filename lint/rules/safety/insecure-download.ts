import type { Edit } from '../../finding.ts';
import { insecure, isVerified, plainSource, switchesOff } from '../../insecure.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import { exactly, fixBy, withoutEnd } from '../../stage-edits.ts';
import type { ShellText } from '../../stage-script.ts';

export default defineRule({
  id: 'insecure-download',
  severity: 'warning',
  since: '0.1.0',
  summary: 'a download that anyone on the way can change: `http://`, `curl -k`, verification switched off',
  why: `What is downloaded is run on a machine that holds credentials for the store. Over plain HTTP, or with the certificate
unchecked, whoever is on the way decides what that is; the results then measure something else.`,
  instead:
    '`https://`, and no `-k`. For a certificate of your own: `curl --cacert ca.pem`. For a file that must be exact: `sha256sum -c`.',
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  fetch:
    run: |
      curl -fsSLk -o tool https://example.org/tool-1.2
      wget http://example.org/data-1.2.csv
    produces: [tool]
`,
        expect: [
          '7:12 `curl -k` does not check who answers',
          '8:12 `http://example.org/data-1.2.csv` can be changed by anyone on the way',
        ],
        fixed: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  fetch:
    run: |
      curl -fsSL -o tool https://example.org/tool-1.2
      wget https://example.org/data-1.2.csv
    produces: [tool]
`,
      },
    ],
    good: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  fetch:
    run: |
      curl -fsSL -o tool https://example.org/tool-1.2
      curl -fsS http://localhost:8080/health
      echo 'see http://example.org'
    produces: [tool]
`,
      },
    ],
  },
  messages: {
    plain: ({ address }: { address: string }) => `\`${address}\` can be changed by anyone on the way`,
    unchecked: ({ what }: { what: string }) => `\`${what}\` does not check who answers`,
    unsigned: ({ what }: { what: string }) => `\`${what}\` installs what nobody has signed`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    for (const { stage, reading } of ranTexts(plan, facts))
      for (const [index, command] of reading.commands.entries())
        for (const { how, said, start, end } of insecure(command)) {
          if (how === 'plain' && isVerified(command, reading.commands.slice(index + 1))) continue;
          const more = {
            place: reading.text.placeOf(start, end),
            stage,
            cost: 'a machine that runs what somebody else chose, and numbers that mean nothing',
          };
          if (how === 'plain')
            context.report({
              message: 'plain',
              args: { address: said },
              help: 'write `https://`',
              ...fixBy('unsafe', 'write `https://`', overTls(reading.text, start, end, said)),
              ...more,
            });
          else {
            const written = reading.text.text.slice(start, end);
            const option = /^-[a-zA-Z]{2,}$/.test(written) ? `the \`k\` of \`${written}\`` : `\`${written}\``;
            context.report({
              message: how,
              args: { what: said },
              help:
                how === 'unsigned'
                  ? 'leave the option out, and import the key of the repository'
                  : `delete ${option}; ${trusted(said)}`,
              ...(how === 'unchecked' && fixBy('unsafe', `delete ${option}`, checked(reading.text, start, end))),
              ...more,
            });
          }
        }
    for (const { name, value } of [...campaign.env, ...campaign.stages.flatMap(({ env }) => env)]) {
      const address = plainSource(name.value, value.text);
      if (address)
        context.report({
          message: 'plain',
          args: { address },
          place: value.place,
          help: 'write `https://`',
          cost: 'a machine that runs what somebody else chose, and numbers that mean nothing',
        });
      if (switchesOff(name.value, value.text))
        context.report({
          message: 'unchecked',
          args: { what: `${name.value}=${value.text}` },
          place: value.place,
          help: `delete \`${name.value}\``,
          cost: 'a machine that runs what somebody else chose, and numbers that mean nothing',
        });
    }
  },
});

/** How what is the user's own is trusted without trusting everybody. */
function trusted(said: string): string {
  if (/StrictHostKeyChecking/i.test(said)) return 'write the key of the host into `~/.ssh/known_hosts` before';
  if (/^(go )?GO/.test(said)) return 'for modules of your own, `GOPRIVATE=example.org/*`';
  return 'for a certificate of your own, name its authority, as in `--cacert`';
}

/** The same address over TLS, where the server has it. */
function overTls(text: ShellText, start: number, end: number, address: string): Edit | undefined {
  const place = exactly(text, start, end);
  const at = place && address.startsWith('http://') ? text.text.slice(start, end).indexOf(address) : -1;
  if (!place || at < 0) return undefined;
  const from = place.range.start + at;
  return { place: { source: place.source, range: { start: from, end: from + 'http'.length } }, replacement: 'https' };
}

/** The same options without the one that lets anybody answer. */
function checked(text: ShellText, start: number, end: number): Edit | undefined {
  const word = text.text.slice(start, end);
  if (/^(-k|--insecure|--no-check-certificate)$/.test(word)) return withoutEnd(text, start, end);
  const place = exactly(text, start, end);
  return place && /^-[a-zA-Z]+$/.test(word) ? { place, replacement: word.replace('k', '') } : undefined;
}
