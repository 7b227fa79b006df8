import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** A Makefile, the target that CI makes, the stage's commands, how the verdict begins. */
type Case = readonly [makefile: string, target: string, stage: string, verdict: string];

const MODULES: Tree = {
  'go.mod': 'module example.com/engine\n',
  'core/go.mod': 'module example.com/engine/core\n',
  'core/Makefile': 'test:\n\tgo test -race ./...\n',
  'cmd/tool/go.mod': 'module example.com/engine/cmd/tool\n',
  'cmd/tool/Makefile': 'test:\n\tgo test -race ./...\n',
  'internal/tools/go.mod': 'module example.com/tools\n',
  'internal/tools/Makefile': 'test:\n\tgo test -race ./...\n',
};

function table(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [makefile, target, stage, expected] of cases)
      test(`${makefile.split('\n')[0]} … make ${target} | ${stage} → ${expected}`, () => {
        const files = { ...MODULES, Makefile: makefile, '.github/workflows/ci.yml': workflow(`make ${target}`) };
        expect(verdict(files, stage)).toBe(expected);
      });
  });
}

const TOOL = 'cd cmd/tool && go test -race ./...';
const EACH = '\n.PHONY: $(MODULES)\n$(MODULES):\n\t$(MAKE) -C $@ test\nall-modules: $(MODULES)\n';
const FIND = "find . -mindepth 2 -type f -name 'go.mod' -not -path './internal/*'";

table('a target in every directory that the Makefile finds', [
  [`MODULES := $(shell ${FIND} -exec dirname {} \\; | sort)${EACH}`, 'all-modules', TOOL, 'whole'],
  [`MODULES = $(shell ${FIND} | xargs -n1 dirname | sort -u)${EACH}`, 'all-modules', TOOL, 'whole'],
  [`MODULES := $(dir $(shell ${FIND} | grep -E '^./'))${EACH}`, 'all-modules', TOOL, 'whole'],
  [`MODULES := $(shell ${FIND} -printf '%h\\n')${EACH}`, 'all-modules', TOOL, 'whole'],
  [`MODULES := $(patsubst %/go.mod,%,$(wildcard cmd/*/go.mod))${EACH}`, 'all-modules', TOOL, 'whole'],
  [`MODULES := $(patsubst %/go.mod,%,$(wildcard */go.mod))${EACH}`, 'all-modules', TOOL, 'no'],
  [
    `MODULES := $(shell ${FIND} -exec dirname {} \\;)${EACH}`,
    'all-modules',
    'cd internal/tools && go test -race ./...',
    'no',
  ],
  [`MODULES := $(shell ${FIND} -exec dirname {} \\; | grep -v cmd)${EACH}`, 'all-modules', TOOL, 'no'],
  [`MODULES := $(PWD)${EACH}test:\n\tgo test -race ./...\n`, 'all-modules', 'go test -race ./...', 'whole'],
  [`MODULES := $(shell ls -d */ | head -1)${EACH}`, 'all-modules', TOOL, 'no'],
  [
    `MODULES := $(shell ${FIND} -exec dirname {} \\;)\nall-modules:\n\tfor dir in $(MODULES); do (cd $$dir && go test -race ./...); done\n`,
    'all-modules',
    TOOL,
    'whole',
  ],
  [
    'MODULES := core cmd/tool\nall-modules:\n\t$(foreach dir,$(MODULES),(cd $(dir) && go test -race ./...);)\n',
    'all-modules',
    TOOL,
    'whole',
  ],
]);

const TAGGED = 'it: FLAGS=-race\nit:\n\tgo test ./...\nplain:\n\tgo test ./...\n';
table('what a Makefile starts its recipes with', [
  [`export GOFLAGS=-tags=it\n${TAGGED}`, 'plain', 'make it', 'whole'],
  [`it: export GOFLAGS=-tags=it\n${TAGGED}`, 'plain', 'make it', 'no'],
  [`it: export GOFLAGS=-tags=it\n${TAGGED}`, 'it', 'go test ./...', 'no'],
  [`it: export GOFLAGS=-tags=it\n${TAGGED}`, 'plain', 'go test ./...', 'whole'],
  [`it: GOFLAGS=-tags=it\n${TAGGED}`, 'plain', 'make it', 'whole'],
  [`GOFLAGS=-tags=it\n${TAGGED}`, 'plain', 'go test ./...', 'whole'],
  [`GOFLAGS=-tags=it\nexport\n${TAGGED}`, 'plain', 'go test ./...', 'no'],
  [`GOFLAGS=-tags=it\n.EXPORT_ALL_VARIABLES:\n${TAGGED}`, 'plain', 'go test ./...', 'no'],
  [`GOFLAGS=-tags=it\nexport CC GOFLAGS\n${TAGGED}`, 'plain', 'go test ./...', 'no'],
  [`export GOFLAGS=-tags=it\nunexport GOFLAGS\n${TAGGED}`, 'plain', 'go test ./...', 'whole'],
  [`GOFLAGS=-tags=it\nexport\nunexport\n${TAGGED}`, 'plain', 'go test ./...', 'whole'],
]);

test('a line of many spaces is read', () => {
  const files = { Makefile: `export${' '.repeat(20_000)}$(X)\ntest:\n\tgo test ./...\n`, 'go.mod': 'module a\n' };
  expect(verdict({ ...files, '.github/workflows/ci.yml': workflow('make test') }, 'go test ./...')).toBe('whole');
});

table('functions of make', [
  [
    'PARTS := core cmd/tool\ntest:\n\tgo test $(addprefix ./,$(filter-out core,$(PARTS)))\n',
    'test',
    'go test ./cmd/tool',
    'whole',
  ],
  [
    'PARTS := core cmd/tool\ntest:\n\tgo test $(addprefix ./,$(filter c%e,$(PARTS)))\n',
    'test',
    'go test ./cmd/tool',
    'no',
  ],
  [
    'P := core cmd/tool\ntest:\n\tgo test ./$(word 2,$(P)) $(addprefix ./,$(firstword $(P)))\n',
    'test',
    'go test ./cmd/tool',
    'whole',
  ],
  ['P := x-core\ntest:\n\tgo test ./$(subst x-,,$(P))\n', 'test', 'go test ./core', 'whole'],
  ['P := core/go.mod\ntest:\n\tgo test ./$(patsubst %/,%,$(dir $(P)))\n', 'test', 'go test ./core', 'whole'],
  ['run = go test ./$(1)\ntest:\n\t$(call run,core)\n', 'test', 'go test ./core', 'whole'],
  [
    'define run\n\t@echo $(1)\n\t@go test ./$(1)\nendef\ntest:\n\t$(call run,core)\n',
    'test',
    'go test ./core',
    'whole',
  ],
  [
    'O := $(if $(and $(filter windows,$(OS)),$(CI)),,-race)\ntest:\n\tgo test $(O) ./core\n',
    'test',
    'go test -race ./core',
    'whole',
  ],
  ['O := $(or $(FLAGS),-race)\ntest:\n\tgo test $(O) ./core\n', 'test', 'go test -race ./core', 'whole'],
  [
    'S := $(shell uname -s 2>/dev/null || echo unknown)\nifeq ($(S),Linux)\ntest:\n\tgo test ./core\nendif\n',
    'test',
    'go test ./core',
    'whole',
  ],
  [
    'U ?= uname\nS := $(shell $(U))\nifneq (,$(filter Darwin MINGW%,$(S)))\ntest:\n\tgo test ./core\nendif\n',
    'test',
    'go test ./core',
    'no',
  ],
  [
    "S := $(shell uname | tr '[:upper:]' '[:lower:]')\ntest:\n\tgo test ./core/$(S)_$(shell uname -m)\n",
    'test',
    'go test ./core/linux_x86_64',
    'whole',
  ],
  ['P := $(shell go list ./...)\ntest:\n\tgo test $(sort $(P))\n', 'test', 'go test ./core', 'whole'],
]);

describe('tools that a module names', () => {
  for (const [ci, stage, expected] of [
    ['go tool -modfile=internal/tools/go.mod golangci-lint run', 'golangci-lint run', 'whole'],
    ['go tool gotestsum --packages=./... -- -race', 'go test -race ./...', 'whole'],
    ['go tool cover -func=c.out', 'golangci-lint run', 'no'],
  ] as const)
    test(`${ci} | ${stage} → ${expected}`, () => {
      expect(verdict({ ...MODULES, '.github/workflows/ci.yml': workflow(ci) }, stage)).toBe(expected);
    });
});

describe('what compiles one file of many', () => {
  for (const [ci, stage, expected] of [
    ['test.o: test.cc\n\tc++ -c test.cc\ntest: test.o\n\t./test\n', 'c++ -c test.cc && ./bench', 'no'],
    ['test.o: test.cc\n\tc++ -c test.cc\ntest: test.o\n\t./test\n', 'make test', 'whole'],
  ] as const)
    test(`${stage} → ${expected}`, () => {
      expect(verdict({ Makefile: ci, '.github/workflows/ci.yml': workflow('make test') }, stage)).toBe(expected);
    });
});

const TOLD_APART = 'unit race:\n\t./t.sh $@\nsmoke full:\n\t./s.sh\nall: lint docs\nlint docs style:\n\t./do.sh $(@)\n';

table('a rule of several targets, which its recipe names or not', [
  [TOLD_APART, 'unit', 'make unit', 'whole'],
  [TOLD_APART, 'unit', 'make race', 'no'],
  [TOLD_APART, 'unit', './t.sh unit', 'whole'],
  [TOLD_APART, 'smoke', 'make full', 'whole'],
  [TOLD_APART, 'all', 'make docs', 'whole'],
  [TOLD_APART, 'all', './do.sh docs', 'whole'],
  [TOLD_APART, 'all', 'make style', 'no'],
  ['unit race::\n\t./t.sh $@\nunit race::\n\t./u.sh $@\n', 'unit', './u.sh unit', 'whole'],
  ['DATA := a b\ntest: $(DATA)\n\t./t.sh $^\n$(DATA):\n\t./fetch.sh $@\n', 'test', './t.sh a b', 'whole'],
  ['RUN := unit race\ntest: $(RUN)\n$(RUN):\n\t./t.sh $@\n', 'test', './t.sh race', 'whole'],
  ['RUN := unit race\ntest: $(RUN)\n$(RUN):\n\t./t.sh $@\n', 'unit', './t.sh race', 'no'],
]);
