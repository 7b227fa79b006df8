import type { Repository } from '../case.ts';

export const regex: Repository = {
  name: 'rust-lang/regex',
  commit: '2b527599eb9eea0dcc288c704584f242f26a5c61',
  cases: [
    ['cargo', 'whole', 'cargo test -p regex-syntax', 'job test'],
    ['cargo', 'whole', 'cargo test --test integration', 'job test'],
    ['word by word', 'whole', './test', 'job testfull-regex'],
    ['cargo', 'whole', 'cargo miri test -p regex-automata', 'job miri-regex-automata'],
    ['cargo', 'whole', 'cross test --test integration --target s390x-unknown-linux-gnu', 'job cross, by its matrix'],
    ['word by word', 'none', "rebar measure -e '^rust/regex$' -f curated", 'no job measures'],
    ['cargo', 'none', 'cargo test -p regex-automata -- --ignored', 'no job runs ignored tests'],
  ],
};
