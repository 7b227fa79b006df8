/** The look of the page: two colour schemes, one for paper; every colour is told by a word or a sign too. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --ink: #1c1e21; --quiet: #5d6470; --line: #dcdfe4; --card: #ffffff;
  --kept: #1a7f4b; --kept-bg: #e8f5ee; --lost: #8a5a00; --lost-bg: #fdf3dc;
  --bad: #b3261e; --bad-bg: #fdecea; --none: #5d6470; --none-bg: #f1f2f4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14161a; --ink: #e8eaed; --quiet: #9aa3af; --line: #2e333b; --card: #1b1e24;
    --kept: #6fd3a0; --kept-bg: #14301f; --lost: #f0c060; --lost-bg: #352a10;
    --bad: #ff9a92; --bad-bg: #421a17; --none: #9aa3af; --none-bg: #22262d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 90rem; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums;
}
h1 { font-size: 1.7rem; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 0.75rem; }
p { margin: 0.4rem 0; max-width: 65rem; }
.quiet { color: var(--quiet); }
.verdict { margin: 1.25rem 0; max-width: none; padding: 0.8rem 1.1rem; border-radius: 0.5rem; font-size: 1.05rem; font-weight: 600; }
.verdict.held { background: var(--kept-bg); color: var(--kept); }
.verdict.failed { background: var(--bad-bg); color: var(--bad); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--card); }
.scroll:focus-visible { outline: 3px solid var(--kept); }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 0.7rem 0.9rem; color: var(--quiet); }
th, td { padding: 0.55rem 0.8rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; position: sticky; left: 0; background: var(--card); min-width: 11.5rem; overflow-wrap: anywhere; }
tbody th small, td small { display: block; font-weight: 400; color: var(--quiet); font-size: 0.8rem; white-space: nowrap; }
td.cell { border-left: 1px solid var(--line); min-width: 6.6rem; padding-right: 0.5rem; }
td.cell b { white-space: nowrap; }
.kept { background: var(--kept-bg); } .kept b { color: var(--kept); }
.lost { background: var(--lost-bg); } .lost b { color: var(--lost); }
.too-much, .broken { background: var(--bad-bg); } .too-much b, .broken b { color: var(--bad); }
.not-rehearsed { background: var(--none-bg); } .not-rehearsed b { color: var(--none); font-weight: 500; }
ul { padding-left: 1.2rem; } li { margin: 0.25rem 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.2rem; margin: 0; }
dt { font-weight: 600; } dd { margin: 0; max-width: 60rem; }
code { font: 0.92em ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
@media (max-width: 40rem) {
  body { padding: 1.2rem 0.8rem 3rem; } dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.5rem; }
  tbody th { position: static; }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  :root {
    --page: #fff; --ink: #000; --quiet: #444; --line: #bbb; --card: #fff; --kept: #14663c; --kept-bg: #eef8f2; --lost: #6e4800;
    --lost-bg: #fdf3dc; --bad: #9b1c15; --bad-bg: #fdecea; --none: #444; --none-bg: #f1f2f4;
  }
  body { padding: 0; max-width: none; font-size: 9pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll { overflow: visible; border: 0; } th, td { padding: 0.25rem 0.35rem; } td.cell, tbody th { min-width: 0; }
  tbody th small, td small, td.cell b, thead th { white-space: normal; } tr { break-inside: avoid; }
}`;
