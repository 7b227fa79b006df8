/** What only the page of a run has; `columns`: how wide the names of its timeline are. */
export const style = (columns: number) => `
:root { --who: ${(columns * 0.57).toFixed(2)}rem; --took: 5.2rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
main:focus { outline: none; }
.verdict.is-good { background: var(--good-bg); color: var(--good); }
.verdict.is-bad { background: var(--bad-bg); color: var(--bad); }
.verdict.is-live { background: var(--live-bg); color: var(--live); }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .none { color: var(--none); } .live { color: var(--live); }
.sign { display: inline-block; width: 1.1em; text-align: center; font-weight: 700; }
b.good, b.bad, b.warn, b.none, b.live { font-weight: 600; }
.figures { grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: 0.75rem; margin: 1.25rem 0; }
.figures div { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.6rem 0.9rem; min-width: 0; }
.figures dt { color: var(--quiet); font-weight: 400; font-size: 0.85rem; } .figures dd { font-size: 1.1rem; line-height: 1.35; font-weight: 600; margin: 0; }
.figures dd small { display: block; font-size: 0.8rem; font-weight: 400; color: var(--quiet); }
nav ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; } nav li { margin: 0; }
section { scroll-margin-top: 1rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 0.4rem; overflow-wrap: anywhere; }
pre { margin: 0.5rem 0; padding: 0.7rem 0.9rem; background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--line); border-radius: 0.3rem; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
.wrong pre { border-left-color: var(--bad); }
figure { margin: 0; }
figcaption { color: var(--quiet); margin: 0 0 0.7rem; display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; align-items: center; }
.key { display: inline-flex; align-items: center; gap: 0.4rem; }
.key i { width: 1.5rem; height: 0.8rem; border-radius: 2px; display: inline-block; background: currentColor; }
.key i.bad, .key i.warn { background: repeating-linear-gradient(135deg, currentColor 0 3px, transparent 3px 5px); border: 1px solid; }
.key i.saving { height: 0.35rem; opacity: 0.5; color: var(--good); } .key i.wait { height: 0; background: none; border-top: 2px dotted var(--none); }
.key i.pause { background: repeating-linear-gradient(90deg, var(--line) 0 2px, transparent 2px 5px); }
.chart { position: relative; background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.4rem 0.9rem 0.6rem; }
.patterns { position: absolute; } .patterns rect { fill: var(--card); opacity: 0.55; }
.row { display: grid; grid-template-columns: var(--who) minmax(0, 1fr) var(--took); align-items: center; column-gap: 0.6rem; position: relative; min-height: 1.6rem; }
.row .who { display: flex; min-width: 0; gap: 0.25rem; color: inherit; text-decoration: none; }
.row a.who:hover .name { text-decoration: underline; }
.row .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row .took { text-align: right; color: var(--quiet); font-size: 0.85rem; white-space: nowrap; }
.axis { position: sticky; top: 0; z-index: 1; background: var(--card); }
.lane .name { color: var(--quiet); font-size: 0.85rem; } .lane { border-bottom: 1px solid var(--line); }
.track { display: block; height: 1.6rem; overflow: hidden; } .lane .track, .axis .track { height: auto; overflow: visible; }
.dense .row:not(.lane, .axis) { min-height: 1.15rem; font-size: 0.8rem; line-height: 1.15rem; } .dense .row:not(.lane, .axis) .track { height: 1.15rem; }
.grid { position: absolute; top: 0; bottom: 0; left: calc(0.9rem + var(--who) + 0.6rem); width: calc(100% - 1.8rem - var(--who) - var(--took) - 1.2rem); overflow: visible; }
.grid line { stroke: var(--line); stroke-width: 1; } .grid .resumed { stroke: var(--live); stroke-width: 2; } .grid .grave { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 5 3; }
.grid .pause { fill: var(--none-bg); }
svg text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: var(--quiet); text-anchor: middle; }
svg text.first { text-anchor: start; } svg text.last { text-anchor: end; }
svg .said { text-anchor: start; dominant-baseline: central; paint-order: stroke; stroke: var(--card); stroke-width: 5px; stroke-linejoin: round; } svg .said.before { text-anchor: end; }
svg .said.bad, svg .moment.bad { fill: var(--bad); } svg .said.warn, svg .moment.warn { fill: var(--warn); } svg .said.none { fill: var(--none); }
.bar.good { fill: var(--good); } .bar.bad { fill: var(--bad); } .bar.warn { fill: var(--warn); } .bar.live { fill: var(--live); } .bar.none { fill: var(--none); }
.hatch { fill: url(#hatch); } .saving { fill: var(--good); opacity: 0.5; } .wait { stroke: var(--none); stroke-width: 2; stroke-dasharray: 2 3; }
.phase.boot { fill: var(--none); } .phase.provision { fill: var(--live); } .phase.hold { fill: var(--warn); } .phase.bad { fill: var(--bad); }
.key i.boot { color: var(--none); } .key i.provision { color: var(--live); } .key i.hold { color: var(--warn); }
.cpu, .memory, .save { shape-rendering: crispEdges; } .cpu { fill: var(--live); } .memory { fill: var(--warn); } .save.final { fill: var(--good); } .save.partial { fill: var(--none); }
tbody th { font-weight: 600; overflow-wrap: anywhere; } .stages tbody th { min-width: 9rem; }
td.number, th.number { text-align: right; white-space: nowrap; }
td .reason { display: block; color: var(--quiet); max-width: 38rem; overflow-wrap: anywhere; }
details { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; margin: 0.4rem 0; }
details > div { padding: 0 0.9rem 0.7rem; scroll-margin-top: 4rem; } summary { padding: 0.45rem 0.9rem; cursor: pointer; overflow-wrap: anywhere; }
summary .quiet { margin-left: 0.5rem; font-variant-numeric: tabular-nums; } details[open] > summary { border-bottom: 1px solid var(--line); margin-bottom: 0.5rem; }
.files td, .files th { padding: 0.25rem 0.8rem 0.25rem 0; border: 0; } .files { width: auto; max-width: 100%; } .files td:first-child { overflow-wrap: anywhere; }
.digest { overflow-wrap: anywhere; } details .files { margin-top: 0.6rem; }
footer { margin-top: 3rem; color: var(--quiet); border-top: 1px solid var(--line); padding-top: 0.8rem; }
@media (max-width: 60rem) {
  .chart { --who: 0px; --took: 0px; padding: 0.4rem 0.7rem; }
  .row { grid-template-columns: minmax(0, 1fr) auto; row-gap: 0; column-gap: 0.6rem; padding-top: 0.25rem; }
  .row .track { grid-column: 1 / -1; grid-row: 2; } .row.axis .who, .row.axis .took { display: none; }
  .grid { left: 0.7rem; width: calc(100% - 1.4rem); } .row .name { white-space: normal; overflow-wrap: anywhere; }
  svg .said.before { display: none; }
}
@media (max-width: 40rem) {
  svg text.spare { display: none; }
  .files .digest { display: inline-block; max-width: 6rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; }
  .stages thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .stages, .stages tbody, .stages tr, .stages th, .stages td, .stages caption { display: block; }
  .stages tr { border-top: 1px solid var(--line); padding: 0.5rem 0.9rem; } .stages th, .stages td { border: 0; padding: 0.1rem 0; }
  .stages td.number { text-align: left; } .stages td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  nav { display: none; } .chart, details, .figures div { break-inside: avoid; } .dense, details[open] { break-inside: auto; }
  .axis { position: relative; } .figures { grid-template-columns: repeat(6, 1fr); }
  .row { break-inside: avoid; } pre { font-size: 7.5pt; } a { text-decoration: none; }
}`;
