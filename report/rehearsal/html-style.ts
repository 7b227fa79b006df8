/** What only a rehearsal's page has. */
export const style = `
.verdict.held { background: var(--good-bg); color: var(--good); }
.verdict.failed { background: var(--bad-bg); color: var(--bad); }
tbody th { font-weight: 600; position: sticky; left: 0; background: var(--card); min-width: 11.5rem; overflow-wrap: anywhere; }
tbody th small, td small { display: block; font-weight: 400; color: var(--quiet); font-size: 0.8rem; white-space: nowrap; }
td.cell { border-left: 1px solid var(--line); min-width: 6.6rem; padding-right: 0.5rem; }
td.cell b { white-space: nowrap; }
td.cell hr { border: 0; border-top: 1px solid var(--line); }
.kept { background: var(--good-bg); } .kept b { color: var(--good); }
.lost { background: var(--warn-bg); } .lost b { color: var(--warn); }
.too-much, .broken { background: var(--bad-bg); } .too-much b, .broken b { color: var(--bad); }
.not-rehearsed { background: var(--none-bg); } .not-rehearsed b { color: var(--none); font-weight: 500; }
@media (max-width: 40rem) { tbody th { position: static; } }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  td.cell, tbody th { min-width: 0; }
  tbody th small, td small, td.cell b, thead th { white-space: normal; }
}`;
