// Starts the language server of the campaign command for campaigns, and for the workflows that they are held against.
const { workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

const patterns = ['**/campaign.{yaml,yml}', '**/*.campaign.{yaml,yml}', '**/.github/workflows/*.{yaml,yml}'];

let client;

exports.activate = () => {
  const [command, ...args] = workspace.getConfiguration('campaign').get('command');
  client = new LanguageClient(
    'campaign',
    'campaign',
    { command, args },
    { documentSelector: patterns.map(pattern => ({ scheme: 'file', pattern })) },
  );
  return client.start();
};

exports.deactivate = () => client?.stop();
