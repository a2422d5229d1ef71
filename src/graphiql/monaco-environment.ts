import { readPageSettings } from './read-page-settings.ts';

const { workers } = readPageSettings();
const urls = new Map([
  ['graphql', workers.graphql],
  ['json', workers.json],
]);

window.MonacoEnvironment = {
  getWorker: (_moduleId, label) =>
    new Worker(urls.get(label) ?? workers.editor, { type: 'module', name: label }),
};
