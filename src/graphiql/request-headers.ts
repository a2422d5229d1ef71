import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';

/**
 * Draws nothing; sees to the headers that a caller signs in with. They are typed once, for all tabs, and as soon as they are
 * typed the schema is asked for with them.
 */
export function RequestHeaders(): null {
  const editor = useGraphiQL(({ headerEditor }) => headerEditor);
  const isSchemaMissing = useGraphiQL(({ schema }) => !schema);
  const { introspect } = useGraphiQLActions();
  const typed = useRef('');

  useEffect(() => {
    const listener = editor?.onDidChangeModelContent(({ isFlush }) => {
      const text = editor.getValue();
      // GraphiQL empties the editor when it shows a tab, or an operation of the history, that was not sent with headers.
      if (!isFlush) typed.current = text;
      else if (text === '' && typed.current !== '') editor.setValue(typed.current);
    });
    return () => listener?.dispose();
  }, [editor]);

  useEffect(() => {
    const listener = editor?.onDidBlurEditorText(() => {
      if (isSchemaMissing) void introspect();
    });
    return () => listener?.dispose();
  }, [editor, isSchemaMissing, introspect]);

  return null;
}
