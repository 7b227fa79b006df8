/** What only the page of a comparison has. */
export const style = `
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
main:focus { outline: none; }
.verdict.is-good { background: var(--good-bg); color: var(--good); } .verdict.is-bad { background: var(--bad-bg); color: var(--bad); }
.verdict.is-warn { background: var(--warn-bg); color: var(--warn); } .verdict.is-none { background: var(--none-bg); color: var(--ink); }
.verdict p { margin: 0; max-width: none; } .verdict .rest { font-weight: 400; font-size: 0.95rem; margin-top: 0.3rem; color: var(--ink); }
.verdict a { color: inherit; }
nav ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; } nav li { margin: 0; overflow-wrap: anywhere; }
section { scroll-margin-top: 1rem; } h2, h3 { overflow-wrap: anywhere; } h3 { font-size: 1rem; margin: 1.5rem 0 0.4rem; }
.flags { list-style: none; padding: 0; margin: 0 0 1rem; }
.flags li { padding: 0.45rem 0.9rem; border-left: 4px solid; background: var(--warn-bg); } .flags li.bad { background: var(--bad-bg); }
.flags .bad, li.bad { border-color: var(--bad); } li.warn { border-color: var(--warn); } .flags .quiet { color: inherit; }
.flags b { color: inherit; } .flags li.bad b { color: var(--bad); } .flags li.warn b, p.warn { color: var(--warn); }
figure { margin: 0; }
figcaption { color: var(--quiet); margin: 0 0 0.7rem; display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; align-items: center; }
.key { display: inline-flex; align-items: center; gap: 0.35rem; color: var(--quiet); }
.bad { --mark: var(--bad); } .good { --mark: var(--good); } .warn { --mark: var(--warn); } .none { --mark: var(--quiet); }
svg { --ground: var(--card); } svg .full, svg .mean { fill: var(--mark, var(--ink)); } svg .empty { fill: var(--ground); stroke: var(--mark, var(--ink)); stroke-width: 1.8; }
svg .cross { stroke: var(--mark, var(--ink)); stroke-width: 1.8; fill: none; }
svg .interval { stroke: var(--mark, var(--ink)); stroke-width: 1.8; }
svg .tick { stroke: var(--line); stroke-width: 1; } svg .one { stroke: var(--ink); stroke-width: 1.2; }
svg text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: var(--quiet); text-anchor: middle; } svg text.last { text-anchor: end; } svg text.first { text-anchor: start; }
.forest th, .forest td { padding: 0.15rem 0.7rem; vertical-align: middle; border: 0; } .forest thead th { padding-top: 0.4rem; border-bottom: 1px solid var(--line); }
.forest tbody tr:nth-child(even) { background: color-mix(in srgb, var(--none-bg) 45%, transparent); }
.forest tbody th { font-weight: 500; overflow-wrap: anywhere; min-width: 11rem; max-width: 24rem; }
.forest tbody .bad th, .forest tbody .good th { font-weight: 650; }
.forest td.plot, .forest th.plot { padding: 0 0.4rem; width: 32%; min-width: 15rem; } .forest td.plot { position: relative; } .plot .scale, .estimate { display: block; overflow: visible; position: relative; } .grid { position: absolute; inset: 0 0.4rem; width: calc(100% - 0.8rem); height: 100%; }
.forest .number { text-align: right; white-space: nowrap; } .forest small { display: inline-block; min-width: 4.6em; padding-left: 0.3em; color: var(--quiet); font-size: 0.85em; }
.forest .label { display: none; } .forest thead .number { max-width: 8.5rem; white-space: normal; overflow-wrap: anywhere; }
.verdict-cell { color: var(--mark); font-weight: 600; white-space: nowrap; } .none .verdict-cell { font-weight: 400; }
.sign { display: inline-block; width: 1.1em; text-align: center; font-weight: 700; }
.forest tfoot th, .forest tfoot td { border-top: 2px solid var(--line); font-weight: 600; padding-top: 0.3rem; padding-bottom: 0.3rem; } .forest .basis { font-weight: 400; color: var(--quiet); text-align: right; font-size: 0.9em; }
.strips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 0.8rem; margin: 0.8rem 0 1rem; }
.strip { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.6rem 0.8rem 0.3rem; break-inside: avoid; min-width: 0; }
.strip figcaption { margin: 0 0 0.3rem; gap: 0 0.8rem; justify-content: space-between; overflow-wrap: anywhere; } .strip b { font-weight: 600; color: var(--ink); min-width: 0; }
.strip .told { color: var(--mark); font-size: 0.9rem; } .strip svg { display: block; width: 100%; height: auto; } .strip text.run { text-anchor: start; font-size: 11px; }
.strip .dots { stroke: var(--mark); stroke-width: 5; stroke-linecap: round; opacity: 0.6; fill: none; } .strip .base { --mark: var(--quiet); }
.strip .middle { stroke: var(--ink); stroke-width: 2; }
details { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; } summary { padding: 0.45rem 0.9rem; cursor: pointer; } details .scroll { border: 0; border-top: 1px solid var(--line); border-radius: 0; }
.values th, .values td { padding: 0.25rem 0.8rem; } .values td, .runs thead th { overflow-wrap: anywhere; } .values .number { text-align: right; white-space: nowrap; } .values th[scope="row"] { font-weight: 500; overflow-wrap: anywhere; }
.runs th, .runs td { padding: 0.35rem 0.8rem; } .runs td { overflow-wrap: anywhere; min-width: 9rem; } .runs tbody th { font-weight: 500; min-width: 8rem; overflow-wrap: anywhere; }
.runs .differs th { font-weight: 650; } .mark { display: inline-block; padding: 0 0.4rem; border-radius: 0.3rem; font-size: 0.8rem; font-weight: 600; background: var(--warn-bg); color: var(--warn); }
footer { margin-top: 3rem; color: var(--quiet); border-top: 1px solid var(--line); padding-top: 0.8rem; }
@media (max-width: 64rem) {
  .forest, .forest caption, .forest thead, .forest tbody, .forest tfoot { display: block; } .forest tr { display: flex; flex-wrap: wrap; gap: 0 0.9rem; padding: 0.5rem 0.8rem; border-top: 1px solid var(--line); }
  .forest thead { position: sticky; top: 0; } .forest thead th:not(.plot) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .forest th, .forest td, .forest tfoot th, .forest tfoot td { padding: 0; border: 0; white-space: normal; text-align: left; } .forest thead tr { padding: 0 0.8rem; border: 0; }
  .forest tbody th, .forest tfoot th { flex: 1 1 12rem; max-width: none; } .verdict-cell { order: 1; } .forest td.plot { order: 2; } .forest td.plot, .forest th.plot { flex: 1 0 100%; min-width: 0; width: 100%; padding: 0; } .grid { inset: 0; width: 100%; }
  .forest .number, .forest .basis { order: 3; font-size: 0.9rem; text-align: left; } .forest .label { display: inline; color: var(--quiet); } .forest small { min-width: 0; margin-left: 0.4em; }
}
@media print {
  .forest th, .forest td { padding: 0.05rem 0.3rem; } .forest td.plot, .forest th.plot { min-width: 0; width: 24%; } .forest tbody th { min-width: 6rem; } .strips { grid-template-columns: repeat(3, 1fr); gap: 0.4rem; }
  nav { display: none; } .strip { padding: 0.3rem 0.4rem 0; } @page { size: A4 landscape; margin: 12mm; }
}`;
