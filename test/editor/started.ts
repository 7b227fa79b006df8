import { onTestFinished } from 'vitest';
import { type Editor, type EditorOptions, startEditor } from './client.ts';

/** As `startEditor`; the server is gone when the test has ended. */
export async function started(root: string | null, options: EditorOptions = {}): Promise<Editor> {
  const editor = await startEditor(root, options);
  onTestFinished(() => {
    if (editor.process.exitCode === null) editor.process.kill('SIGKILL');
  });
  return editor;
}
