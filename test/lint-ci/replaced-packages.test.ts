import { table } from './table.ts';
import type { Tree } from './world.ts';

const FILES: Tree = {
  'Cargo.toml': '[package]\nname = "core"\n',
  'go.mod': 'module example.com/a\n',
  'package.json': '{ "scripts": { "test": "vitest run" } }',
  'tests/test_a.py': '',
  Makefile: 'test:\n\tpytest tests\n',
};

table('tests with other packages than the project names', FILES, [
  ['pytest tests', 'pip uninstall -y aiomysql && poetry install -E asyncmy\npytest tests', 'no'],
  ['pytest tests', 'python -m pip uninstall -y aiomysql\npytest tests/test_a.py', 'no'],
  ['make test', 'uv pip uninstall aiomysql\nmake test', 'no'],
  ['pip uninstall -y aiomysql\npytest tests', 'pip uninstall --yes aiomysql\npytest tests', 'whole'],
  ['pytest tests', 'pip uninstall -y core\npip install .\npytest tests', 'whole'],
  ['pytest tests', 'pip uninstall -y numpy\npip install numpy\npytest tests', 'whole'],
  ['ruff check src', 'pip uninstall -y aiomysql\nruff check src', 'whole'],
  ['pytest tests', 'pytest tests\npip uninstall -y numpy', 'whole'],
  ['pytest tests\npip uninstall -y numpy', 'pytest tests', 'whole'],
  ['pytest tests\npip uninstall -y numpy', 'pip uninstall -y numpy\npytest tests', 'no'],
  ['pytest tests', 'pip install -r requirements.txt\npytest tests', 'whole'],
  ['pytest tests', 'uv sync --resolution lowest-direct\npytest tests', 'no'],
  ['uv sync --resolution=lowest-direct\npytest tests', 'uv sync --resolution lowest-direct\npytest tests', 'whole'],
  ['cargo test', 'cargo update -p serde --precise 1.0.100\ncargo test', 'no'],
  ['cargo test', 'cargo +nightly update -Z direct-minimal-versions\ncargo test', 'no'],
  [
    '- run: cargo update -Z minimal-versions\n- run: cargo test',
    'cargo update -q -Z minimal-versions\ncargo test',
    'whole',
  ],
  ['cargo test', 'cargo update\ncargo test', 'whole'],
  ['go test ./...', 'go get google.golang.org/grpc@v1.60.0\ngo test ./...', 'no'],
  ['go test ./...', 'go mod edit -replace=example.com/b=../b\ngo test ./...', 'no'],
  ['go test ./...', 'go get -t ./...\ngo test ./...', 'whole'],
  ['npm test', 'npm i react@18\nnpm test', 'no'],
  ['npm test', 'yarn workspace core add react@18\nnpm test', 'no'],
  ['npm test', 'yarn workspace core add react\nnpm test', 'whole'],
  ['npm test', 'pnpm add -D @types/node@next\npnpm test', 'no'],
  ['npm test', 'npm uninstall bufferutil\nnpm test', 'no'],
  ['npm test', 'npm i -g npm@10\nnpm ci\nnpm test', 'whole'],
]);
