import type { Repository } from '../case.ts';

export const tokenizers: Repository = {
  name: 'huggingface/tokenizers',
  commit: '3ba8ad0061a885baf052bbb7bbd22857e73e0c4e',
  cases: [
    ['cargo', 'whole', 'cd tokenizers && cargo test --release', 'rust.yml: make test'],
    ['make, just, task', 'whole', 'make -C tokenizers test', 'rust.yml, step Run Tests'],
    [
      'cargo',
      'whole',
      'cargo test --manifest-path tokenizers/Cargo.toml --test training -- --nocapture',
      'rust.yml: make test',
    ],
    [
      'cargo',
      'whole',
      'cd tokenizers && cargo build --release --all-targets',
      'rust.yml, step Build; the profile makes no other work',
    ],
    [
      'cargo',
      'whole',
      'cd tokenizers && numactl -N 0 cargo bench --bench ci_benchmark -- --output-format bencher',
      'benchmarks.yml measures it on push',
    ],
    ['lint', 'whole', 'cd tokenizers && cargo clippy --all-targets --all-features -- -D warnings', 'rust.yml'],
    ['make, just, task', 'whole', 'cd bindings/python && make test', 'python.yml, step Run tests'],
    [
      'python',
      'whole',
      'cd bindings/python && python -m pytest -s -v tests/bindings/test_tokenizer.py',
      'python.yml: make test-py',
    ],
    ['cargo', 'whole', 'cd bindings/python && cargo test --no-default-features', 'python.yml: make test-rs'],
    ['npm', 'whole', 'cd bindings/node && yarn install && yarn test', 'node.yml: make test'],
    ['npm', 'whole', 'cd bindings/node && npx jest lib/bindings/tokenizer.test.ts', 'node.yml: make test'],
    [
      'lint',
      'whole',
      'cd bindings/python && ruff format --check examples py_src/tokenizers tests',
      'python.yml: make check-style',
    ],
    ['cargo', 'none', 'cd tokenizers && cargo bench --bench llama3_benchmark', 'CI measures ci_benchmark alone'],
    ['make, just, task', 'none', 'make -C tokenizers bench', 'CI measures ci_benchmark alone'],
    [
      'cargo',
      'none',
      'cd tokenizers && cargo test --no-default-features --features unstable_wasm',
      'no job has those features',
    ],
    ['npm', 'none', 'cd bindings/node && yarn bench', 'nobody measures'],
    ['python', 'none', 'cd bindings/python && RAYON_NUM_THREADS=8 python benches/test_tiktoken.py', 'nobody measures'],
  ],
};
