import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

const CRATES: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "cli"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'cli/Cargo.toml': '[package]\nname = "cli"\n',
};

describe('where a script lies', () => {
  const places: readonly string[] = [
    'cd "$(dirname "$0")/../core"',
    'cd "$(dirname -- "$0")"/../core',
    'cd "${0%/*}/../core"',
    'cd "${BASH_SOURCE%/*}/../core"',
    'cd "${BASH_SOURCE[0]%/*}/../core"',
    'cd "$(dirname "${BASH_SOURCE[0]:-$0}")/../core"',
    'cd "$(dirname "$(readlink -f "$0")")/../core"',
    'cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../core"',
    'here=$( cd -- "$( dirname -- "${BASH_SOURCE[0]}" )" &> /dev/null && pwd )\ncd "$here/../core"',
    'here=$(cd "$(dirname "$BASH_SOURCE")" >/dev/null 2>&1 && pwd -P)\ncd "$here/../core"',
    // A file that is sourced knows its own place, and whoever sources it the own one still.
    'source "$(dirname "$0")/lib/place.sh"\ncd "$root/core"',
    'source "$(dirname "$0")/lib/place.sh"\ncd "$(dirname "${BASH_SOURCE[0]}")/../core"',
  ];
  for (const place of places)
    test(place, () => {
      const tree = {
        ...CRATES,
        'ci/lib/place.sh': 'root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)\n',
        'ci/test.sh': `#!/bin/bash\n${place}\ncargo test\n`,
        '.github/workflows/ci.yml': workflow('ci/test.sh'),
      };
      expect([verdict(tree, 'cargo test -p core'), verdict(tree, 'cargo test -p cli')]).toEqual(['whole', 'no']);
    });

  test('which file called is not known', () => {
    const tree = {
      ...CRATES,
      'ci/test.sh': '#!/bin/bash\ncd "$(dirname "${BASH_SOURCE[1]}")/../core"\ncargo test\n',
      '.github/workflows/ci.yml': workflow('ci/test.sh'),
    };
    expect(verdict(tree, 'cargo test -p core')).toBe('no');
  });
});
