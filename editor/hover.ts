import type { Hover, Position } from 'vscode-languageserver-protocol';
import type { Schema } from '../schema/language/schema.ts';
import { positionAt, type Range } from '../schema/source.ts';
import { template } from '../schema/template.ts';
import { type Mention, mentionsIn } from './names.ts';
import { consumersOf, distinct, producedAt, producersOf, requiredAt } from './paths.ts';
import { holds, toOffset, toRange } from './position.ts';
import { declarationAt, ITEM, inStage, type Path, shapesAt, withoutProfile } from './shape.ts';
import { type Spot, spotAt } from './spot.ts';
import type { Study } from './study.ts';
import { code, keyTold, machineTold, paramTold, pathTold, quantityTold, ruleTold, stageTold } from './told.ts';

/** What is worth knowing about what stands at a position; `null` where nothing is. */
export function hover(study: Study, position: Position): Hover | null {
  const { source, root } = study.reading;
  const offset = toOffset(source, position);
  const own =
    ignoredRule(study, offset) ?? named(study, offset) ?? expressionTold(study, offset) ?? told(study, offset);
  const found = findingsTold(study, offset);
  const spot = spotAt(root, offset);
  const range = own?.range ?? (found.length > 0 ? spot?.node.range : undefined);
  const texts = [...(own ? [own.text] : []), ...found];
  if (texts.length === 0) return null;
  return {
    contents: { kind: 'markdown', value: texts.join('\n\n---\n\n') },
    ...(range && { range: toRange(source, range) }),
  };
}

interface Told {
  readonly text: string;
  readonly range: Range;
}

/** The rule that an ignore comment names. */
function ignoredRule({ reading, rules, pageOf }: Study, offset: number): Told | undefined {
  const { source } = reading;
  const { line, column } = positionAt(source, offset);
  const start = source.lineStarts[line - 1]!;
  const text = source.text.slice(start, source.lineStarts[line]);
  const mark = /#\s*campaign-ignore\b:?/.exec(text);
  if (!mark) return undefined;
  for (const word of text.slice(0, / --/.exec(text)?.index).matchAll(/[\w-]+/g)) {
    const rule = word.index > mark.index ? rules.find(({ id }) => id === word[0]) : undefined;
    const range = { start: start + word.index, end: start + word.index + word[0].length };
    if (rule && holds(range, start + column - 1)) return { text: ruleTold(rule, pageOf(rule.id)), range };
  }
  return undefined;
}

/** A name that the campaign declares: a stage, a parameter, an axis, a secret, a role. */
function named(study: Study, offset: number): Told | undefined {
  const mention = mentionsIn(study.reading.root).find(({ range }) => holds(range, offset));
  const text = mention && nameTold(study, mention);
  return text === undefined ? undefined : { text, range: mention!.range };
}

function nameTold({ plan, reading }: Study, { kind, name, stage }: Mention): string | undefined {
  const { campaign } = reading;
  if (!campaign || !plan) return undefined;
  switch (kind) {
    case 'stage': {
      const instances = plan.stages.filter(one => one.stage.name.value === name && !one.derived);
      return instances.length > 0 ? stageTold(instances, plan) : undefined;
    }
    case 'param': {
      const param = campaign.params.get(name);
      return param && paramTold(param, plan.params.get(name));
    }
    case 'axis': {
      const values = plan.stages
        .filter(one => one.stage.name.value === stage)
        .flatMap(({ matrix }) => matrix.filter(axis => axis.name === name).map(({ value }) => code(String(value))));
      return values.length > 0
        ? `matrix axis ${code(name)} of ${code(stage!)}: ${distinct(values).join(', ')}`
        : undefined;
    }
    case 'secret': {
      const secret = campaign.secrets.find(one => one.name.value === name);
      return secret && `secret ${code(name)}, read on the box from ${code(secret.value.text)}`;
    }
    case 'role':
      return `role ${code(name)} of \`hosts\``;
  }
}

/** The other names of `${{ }}`. */
function expressionTold({ reading, plan }: Study, offset: number): Told | undefined {
  const node = spotAt(reading.root, offset)?.node;
  if (node?.kind !== 'scalar') return undefined;
  for (const part of template(node).parts) {
    if (part.kind !== 'expression' || !holds(part.range, offset)) continue;
    const text = WHOLE[part.name];
    if (!text) return undefined;
    const value =
      part.name === 'campaign'
        ? reading.campaign?.name.value
        : part.name === 'source.commit'
          ? plan?.repository.commit
          : undefined;
    return { range: part.range, text: value ? `${text}: ${code(value)}` : text };
  }
  return undefined;
}

const WHOLE: Readonly<Record<string, string>> = {
  campaign: 'the name of the campaign',
  'source.commit': 'the full commit that `source.ref` is pinned to',
  'run.id': 'the id of the run, known once it has started',
  profile: 'the profile that is laid over the campaign; empty without one',
};

function told(study: Study, offset: number): Told | undefined {
  const spot = spotAt(study.reading.root, offset);
  if (!spot) return undefined;
  const file = study.files.find(({ range }) => holds(range, offset));
  if (file) return { text: pathTold(file.path, [], study), range: file.range };
  const text = spot.entry ? entryTold(study, spot) : valueTold(study, spot, offset);
  return text === undefined ? undefined : { text, range: spot.node.range };
}

function entryTold({ rules, pageOf }: Study, { path }: Spot): string | undefined {
  if (path[0] === 'lint' && path.length === 2) {
    const rule = rules.find(({ id }) => id === path[1]);
    return rule && ruleTold(rule, pageOf(rule.id));
  }
  const declared = declarationAt(path);
  return declared && keyTold(declared.schema, declared.required);
}

function valueTold(study: Study, { path, node }: Spot, offset: number): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  const { plan } = study;
  if (plan && isPath(path, 'requires')) {
    const [required, ...others] = requiredAt(study, offset);
    const all = [...(required ? [required] : []), ...others];
    const producers = all.flatMap(one => producersOf(plan, one));
    if (required?.requirement.prebuilt && producers.length === 0) return `${code(node.text)}: brought by \`prebuilt\``;
    return required && pathTold(node.text, producers, study);
  }
  if (plan && isPath(path, 'produces')) {
    const all = producedAt(study, offset);
    const consumers = distinct(all.flatMap(one => consumersOf(plan, one)).map(({ stage }) => stage.name));
    const who = consumers.length > 0 ? `required by ${consumers.map(code).join(', ')}` : 'required by no stage';
    const upload = all.some(({ output }) => output.upload) ? 'goes to the store' : 'stays on the machine';
    return all.length > 0 ? `${code(node.text)}: ${who}; ${upload}` : undefined;
  }
  const [section, field] = withoutProfile(path);
  if (section === 'machine' && field === 'type') return machineTold(node.text, plan?.store.region);
  return shapesAt(path)
    .map((schema: Schema) => schema['x-quantity'] && quantityTold(schema['x-quantity'], node.text))
    .find(text => text !== undefined);
}

/** An entry of `requires` or `produces` that is a path, or the `path` of one that is a map. */
export function isPath(path: Path, field: 'requires' | 'produces'): boolean {
  const rest = inStage(path)?.rest;
  if (rest?.[0] !== field || rest[1] !== ITEM) return false;
  return rest.length === 2 || (rest.length === 3 && rest[2] === 'path');
}

/** The rules of the findings at an offset; one that spans lines speaks on its first line alone. */
function findingsTold({ findings = [], reading, rules, pageOf }: Study, offset: number): readonly string[] {
  const { source } = reading;
  const lineEnd = source.lineStarts[positionAt(source, offset).line] ?? source.text.length + 1;
  const ids = findings
    .filter(({ place }) => place.source === source && holds(place.range, offset) && beginsBefore(place.range, offset))
    .map(({ rule }) => rule);
  return distinct(ids).flatMap(id => {
    const rule = rules.find(one => one.id === id);
    return rule ? [ruleTold(rule, pageOf(id))] : [];
  });

  function beginsBefore({ start }: Range, at: number): boolean {
    return start < lineEnd && start >= source.lineStarts[positionAt(source, at).line - 1]!;
  }
}
