import type { Repository } from '../case.ts';

export const hugo: Repository = {
  name: 'gohugoio/hugo',
  commit: '7b5199fdeff7d7682e9f979f468d55bc7b67b934',
  cases: [
    ['word by word', 'whole', 'mage -v check', 'test.yml', { env: { HUGO_BUILD_TAGS: 'extended,withdeploy' } }],
    ['lint', 'whole', 'staticcheck ./...', 'test.yml'],
    ['go', 'whole', 'go vet ./...', 'the target check of mage runs it'],
    ['go', 'none', "go test -run='^$' -bench=. ./resources/page", 'no step measures'],
    ['word by word', 'none', './watchtestscripts.sh', 'no step calls it'],
    ['go', 'none', 'go test -tags none_of_ours -run TestDeploy ./deploy', 'no step has the tag'],
  ],
};
