import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { bin, plainEnvironment, root as project } from '../cli/process.ts';
import { repository, temporary } from '../cli/repository.ts';

const text = `campaign: engine
version: 1
ci: { none: true, reason: a test }
limits: { wall: 1h, stage: 5m }
stages:
  generate:
    run: seq 3 > rows.txt
    produces: [rows.txt]
  count:
    run: wc -l rows.txt > count.txt
    requires: [rows.txt]
    produces: [count.txt]
    timout: 1m
`;

/** The set-up for Neovim as docs/editors.md has it. */
function documented(): string {
  const page = readFileSync(join(project, 'docs/editors.md'), 'utf8');
  const blocks = [...page.matchAll(/```lua\n([\s\S]*?)```/g)].map(([, code]) => code!);
  return blocks.find(code => code.includes('start_client'))!;
}

/** What a person does in the editor, and what comes of it, as one JSON. */
const script = `
local function await(what)
  if not vim.wait(20000, what, 20) then error('nothing came') end
end
local function ask(method, line, character)
  local params = { textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = line, character = character } }
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000)
  for _, answer in pairs(answers) do return answer.result end
end
await(function() return #vim.diagnostic.get(0) > 0 end)
local out = { diagnostics = {} }
for _, one in ipairs(vim.diagnostic.get(0)) do
  table.insert(out.diagnostics, { one.lnum, one.col, one.end_col, one.severity, one.code, one.source })
end
out.hover = ask('textDocument/hover', 10, 16).contents.value
out.definition = ask('textDocument/definition', 10, 16)
vim.api.nvim_win_set_cursor(0, { 11, 16 })
vim.lsp.buf.definition()
await(function() return vim.api.nvim_win_get_cursor(0)[1] == 8 end)
out.jumped = vim.api.nvim_win_get_cursor(0)
vim.api.nvim_win_set_cursor(0, { 13, 5 })
vim.ui.select = function(items, options, choose)
  out.offered = vim.tbl_map(options.format_item, items)
  choose(items[1], 1)
end
vim.lsp.buf.code_action()
await(function() return vim.fn.getline(13) == '    timeout: 1m' end)
await(function() return #vim.diagnostic.get(0) == 0 end)
vim.api.nvim_buf_set_lines(0, 13, 13, true, { '    exp' })
vim.api.nvim_win_set_cursor(0, { 14, 7 })
out.omnifunc = vim.bo.omnifunc
out.completion = vim.tbl_map(function(item) return item.label end, ask('textDocument/completion', 13, 7).items)
vim.fn.writefile({ vim.fn.json_encode(out) }, os.getenv('CAMPAIGN_TEST_OUT'))
vim.cmd('qa!')
`;

test('the documented set-up of Neovim works, in a real one', () => {
  const root = repository({ 'campaign.yaml': text });
  const home = temporary();
  const out = join(home, 'out.json');
  mkdirSync(join(home, 'bin'));
  symlinkSync(bin, join(home, 'bin', 'campaign'));
  writeFileSync(join(home, 'init.lua'), documented());
  writeFileSync(join(home, 'do.lua'), script);
  const { status, stderr, error } = spawnSync(
    'nvim',
    [
      '--headless',
      '-n',
      '-u',
      join(home, 'init.lua'),
      'campaign.yaml',
      '-c',
      `luafile ${join(home, 'do.lua')}`,
      '-c',
      'cq',
    ],
    {
      cwd: root,
      encoding: 'utf8',
      timeout: 50_000,
      env: {
        ...plainEnvironment,
        PATH: `${join(home, 'bin')}:${process.env.PATH}`,
        HOME: home,
        XDG_CONFIG_HOME: home,
        XDG_DATA_HOME: home,
        XDG_STATE_HOME: home,
        XDG_CACHE_HOME: home,
        CAMPAIGN_TEST_OUT: out,
      } as NodeJS.ProcessEnv,
    },
  );
  expect({ status, stderr, error }).toEqual({ status: 0, stderr: expect.any(String), error: undefined });
  const produced = { start: { line: 7, character: 15 }, end: { line: 7, character: 23 } };
  expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual({
    diagnostics: [[12, 4, 10, 1, 'unknown-key', 'campaign']],
    hover: '`rows.txt`: produced by `generate`',
    definition: [{ uri: pathToFileURL(join(root, 'campaign.yaml')).href, range: produced }],
    jumped: [8, 15],
    offered: expect.arrayContaining([
      'Ignore `unknown-key` here, with a reason that you write',
      'Explain `unknown-key`',
    ]),
    omnifunc: 'v:lua.vim.lsp.omnifunc',
    completion: ['expect'],
  });
}, 60_000);
