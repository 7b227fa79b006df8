import { table } from './table.ts';
import type { Tree } from './world.ts';

const MAGE: Tree = {
  'go.mod': 'module example.com/engine\n',
  'core/core.go': 'package core\n',
  'magefile.go': `//go:build mage

package main

import (
	"os"
	"os/exec"

	"github.com/magefile/mage/mg"
	"github.com/magefile/mage/sh"
)

var Default = Test

var (
	goexe = "go"
	quiet = map[string]string{"QUIET": "1"}
)

func init() {
	if exe := os.Getenv("GOEXE"); exe != "" {
		goexe = exe
	}
}

// Check runs it all.
func Check() {
	mg.Deps(Vet, Lint.Style)
	mg.Deps(Test)
}

func Vet() error {
	if err := sh.Run(goexe, "vet", "./..."); err != nil {
		return fmt.Errorf("vet: %w", err)
	}
	return nil
}

func Test() error { return runWith(quiet, goexe, "test", "-tags", tags(), "./...") }

func Race() error {
	return sh.RunV("go", "test", "-race", os.Getenv("PACKAGES"))
}

func Slow(full bool) error {
	if full {
		return sh.RunV("go", "test", "-tags", "full", "./...")
	}
	return sh.RunV("go", "test", "-tags", "slow", "./...")
}

func Forgiving() error {
	_ = sh.Run("go", "test", "-tags", "odd", "./...")
	return nil
}

func Elsewhere() error {
	cmd := exec.Command("go", "test", "./...")
	cmd.Dir = "tools"
	return cmd.Run()
}

func Measured() error {
	if err := measure(); err != nil {
		return err
	}
	return sh.Run("go", "vet", "./...")
}

func measure() error { return engine.Measure(1000) }

type Lint mg.Namespace

func (Lint) Style() error { return sh.RunV("golangci-lint", "run") }

func tags() string {
	if set := os.Getenv("TAGS"); set != "" {
		return set
	}
	return "none"
}

func runWith(env map[string]string, cmd string, args ...string) error {
	return sh.RunWith(env, cmd, args...)
}
`,
};

table('what mage runs', MAGE, [
  ['mage check', 'go vet ./...', 'whole'],
  ['mage -v check', 'golangci-lint run', 'whole'],
  ['mage check', 'go test -tags none ./core', 'whole'],
  ['mage check', 'go test ./core', 'no'],
  ['TAGS=full mage check', 'go test -tags full ./core', 'whole'],
  ['TAGS=full mage check', 'go test -tags none ./core', 'no'],
  ['mage', 'mage test', 'whole'],
  ['mage lint:style vet', 'mage vet', 'whole'],
  ['go vet ./...', 'mage vet', 'whole'],
  ['go vet ./...\ngolangci-lint run', 'mage check', 'part: the only new part is `go test -tags none ./...`'],
  ['go run mage.go check', 'mage -v check', 'no'],
  // Who knows which packages, and which of two ways.
  ['PACKAGES=./core mage race', 'go test -race ./core', 'whole'],
  ['mage race', 'go test -race ./...', 'no'],
  ['mage slow true', 'go test -tags slow ./...', 'no'],
  ['mage slow true', 'go test -tags full ./...', 'no'],
  // Nobody learns of its failure.
  ['mage forgiving', 'go test -tags odd ./...', 'no'],
  ['mage elsewhere', 'go test ./core', 'no'],
  // It does more than it starts.
  ['mage measured', 'go vet ./...', 'whole'],
  ['go vet ./...', 'mage measured', 'part: the only new part is `./magefile.go …`'],
  ['mage measured', 'mage measured', 'whole'],
]);
