/** The look of every page: two colour schemes, one for paper; every colour is told by a word or a sign too. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --ink: #1c1e21; --quiet: #5a616c; --line: #dcdfe4; --card: #ffffff; --link: #0b57a4;
  --good: #17744a; --good-bg: #e8f5ee; --warn: #855600; --warn-bg: #fdf3dc;
  --bad: #b3261e; --bad-bg: #fdecea; --none: #5a616c; --none-bg: #f1f2f4; --live: #0b57a4; --live-bg: #e6f0fb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14161a; --ink: #e8eaed; --quiet: #a2abb7; --line: #343a44; --card: #1b1e24; --link: #8fc1ff;
    --good: #6fd3a0; --good-bg: #14301f; --warn: #f0c060; --warn-bg: #352a10;
    --bad: #ff9a92; --bad-bg: #421a17; --none: #a2abb7; --none-bg: #22262d; --live: #8fc1ff; --live-bg: #16283d;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 90rem; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums;
}
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.75rem 0 0.75rem; }
p { margin: 0.4rem 0; max-width: 65rem; overflow-wrap: anywhere; }
a { color: var(--link); } a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 0.2rem; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.4rem 0.8rem; background: var(--card); border-radius: 0.3rem; }
.skip:focus { top: 0.5rem; z-index: 2; }
.quiet { color: var(--quiet); }
.verdict { margin: 1.25rem 0; max-width: none; padding: 0.8rem 1.1rem; border-radius: 0.5rem; font-size: 1.05rem; font-weight: 600; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--card); }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 0.7rem 0.9rem; color: var(--quiet); }
th, td { padding: 0.55rem 0.8rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { font-weight: 600; vertical-align: bottom; }
ul { padding-left: 1.2rem; } li { margin: 0.25rem 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.2rem; margin: 0; }
dt { font-weight: 600; } dd { margin: 0; max-width: 60rem; min-width: 0; overflow-wrap: anywhere; }
code, pre { font: 0.92em/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
@media (max-width: 40rem) {
  body { padding: 1.2rem 0.8rem 3rem; } dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: 0.6rem; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #fff; --ink: #000; --quiet: #444; --line: #bbb; --card: #fff; --link: #000;
    --good: #14663c; --good-bg: #eef8f2; --warn: #6e4800; --warn-bg: #fdf3dc;
    --bad: #9b1c15; --bad-bg: #fdecea; --none: #444; --none-bg: #f1f2f4; --live: #0b4a8a; --live-bg: #eef4fb;
  }
  body { padding: 0; max-width: none; font-size: 9pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .skip { display: none; } .scroll { overflow: visible; border: 0; } th, td { padding: 0.25rem 0.35rem; }
  tr { break-inside: avoid; } h2 { break-after: avoid; } thead { display: table-header-group; }
}`;
